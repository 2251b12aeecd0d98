using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.WebFrontend.Hub;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.Web.Tests.Limits;

/// <summary>Each row of the table of limits is enforced, and each route and hub method has the row that is meant for it.</summary>
[Collection(LimitedCollection.Name)]
public sealed class RateLimitTableTests(LimitedServer server)
{
    /// <summary>The routes that have a row of their own; all others have the general one.</summary>
    private static readonly Dictionary<string, Limit> Routes = new()
    {
        ["POST /api/auth/register"] = Limit.Registration,
        ["POST /api/auth/login"] = Limit.Login,
        ["POST /api/auth/refresh"] = Limit.Refresh,
        ["POST /api/auth/password"] = Limit.PasswordChange,
        ["DELETE /api/users/me"] = Limit.Account,
        ["GET /api/users/me/export"] = Limit.Account,
        ["GET /api/users"] = Limit.Search,
        ["POST /api/contacts"] = Limit.ContactRequests,
        ["POST /api/conversations/{id}/read"] = Limit.Receipts,
        ["POST /api/conversations/{id}/delivered"] = Limit.Receipts,
        ["POST /api/conversations/{id}/messages"] = Limit.Messages,
        ["PATCH /api/conversations/{id}/messages/{seq}"] = Limit.Messages,
        ["DELETE /api/conversations/{id}/messages/{seq}"] = Limit.Messages,
        ["PUT /api/conversations/{id}/messages/{seq}/reactions/{reaction}"] = Limit.Reactions,
        ["DELETE /api/conversations/{id}/messages/{seq}/reactions/{reaction}"] = Limit.Reactions,
        ["PUT /api/conversations/{id}/pins/{seq}"] = Limit.Reactions,
        ["DELETE /api/conversations/{id}/pins/{seq}"] = Limit.Reactions,
        ["POST /api/groups"] = Limit.GroupsCreated,
        ["POST /api/groups/{id}/members"] = Limit.MembersAdded,
        ["POST /api/groups/{id}/invites"] = Limit.InvitesMade,
        ["GET /api/invites/{code}"] = Limit.InvitesJoined,
        ["POST /api/invites/{code}/join"] = Limit.InvitesJoined,
        ["POST /api/sync"] = Limit.Sync,
        ["GET /api/search"] = Limit.Search,
        ["POST /api/images"] = Limit.ImageUploads,
        ["POST /api/images/{id}/complete"] = Limit.ImageUploads,
        ["GET /api/contacts/suggestions"] = Limit.Search,
    };

    private static readonly Dictionary<string, Limit> HubMethods = new()
    {
        ["SendMessage"] = Limit.Messages,
        ["EditMessage"] = Limit.Messages,
        ["DeleteMessage"] = Limit.Messages,
        ["React"] = Limit.Reactions,
        ["MarkRead"] = Limit.Receipts,
        ["MarkDelivered"] = Limit.Receipts,
        ["SetTyping"] = Limit.Typing,
        ["Sync"] = Limit.Sync,
    };

    public static TheoryData<string> Rows => [.. RateLimits.Table.Select(row => row.Limit.ToString())];

    [Fact]
    public void Each_limit_has_one_row() =>
        Assert.Equal(
            Enum.GetValues<Limit>().Except([Limit.Unlimited]).Order(),
            RateLimits.Table.Select(row => row.Limit).Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_row_admits_its_burst_and_then_says_when_to_come_back(string name)
    {
        var row = RateLimits.Of(Enum.Parse<Limit>(name));
        var limiting = server.Services.GetRequiredService<RateLimiting>();
        var user = row.Per == Per.User ? Ids.NewUser() : "";
        var address = Guid.NewGuid().ToString();
        var watch = Stopwatch.StartNew();
        var admitted = 0;
        var refusal = await Take(user, address);
        for (; refusal is null; refusal = await Take(user, address))
            admitted++;

        Assert.InRange(admitted, row.Burst, row.Burst + Math.Ceiling(watch.Elapsed / row.Every) + 1);
        Assert.Equal(ErrorCode.RateLimited, refusal.Code);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        // Nobody else is meant.
        Assert.Null(await Take(row.Per == Per.User ? Ids.NewUser() : "", Guid.NewGuid().ToString()));

        ValueTask<Error?> Take(string userId, string from) => limiting.Take(row.Limit, userId, from);
    }

    [Fact]
    public void Each_route_has_the_limit_that_is_meant_for_it()
    {
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => (Name: $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}", endpoint)))
            .Where(route => route.Name.Contains("/api/", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(routes);
        foreach (var (name, endpoint) in routes)
        {
            var limit = endpoint.Metadata.GetMetadata<LimitAttribute>()?.Limit ?? Limit.Other;
            var expected = Routes.GetValueOrDefault(name, Limit.Other);
            Assert.True(expected == limit, $"{name} has the limit {limit}; {expected} is meant. See WithLimit.");
        }
    }

    [Fact]
    public void Each_hub_method_has_the_limit_that_is_meant_for_it()
    {
        var methods = typeof(ChatHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsVirtual);
        foreach (var method in methods)
        {
            var expected = HubMethods.GetValueOrDefault(method.Name, Limit.Other);
            Assert.True(expected == LimitFilter.LimitOf(method), $"{method.Name} has the limit {LimitFilter.LimitOf(method)}; {expected} is meant.");
        }
    }
}
