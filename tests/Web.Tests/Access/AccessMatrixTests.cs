using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Access;

/// <summary>Every route and hub method, asked by everybody, against <c>matrix.txt</c>.</summary>
public sealed class AccessMatrixTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    /// <summary>Signed URLs carry their own permission; the rest is SignalR's own and the web client's files.</summary>
    private static readonly string[] NotOfTheTable = ["/hubs/", "/blobs/"];

    public static TheoryData<string> Rows => [.. AccessMatrix.Rows.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_gets_what_the_row_says(string row)
    {
        var action = AccessActions.All[row];
        var wrong = new List<string>();
        foreach (var (caller, expected) in AccessMatrix.Rows[row])
        {
            var got = await Answer(action, await world.Scene(caller));
            if (got != expected)
                wrong.Add($"{caller} gets {got}, not {expected}");
        }
        Assert.True(wrong.Count == 0, $"{row}: {string.Join("; ", wrong)}");
    }

    [Fact]
    public void Every_route_and_hub_method_has_a_row_and_no_row_is_about_nothing()
    {
        var routes = world.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => (Method: method, Path: "/" + endpoint.RoutePattern.RawText!.Trim('/'))))
            .Where(route => !NotOfTheTable.Any(prefix => route.Path.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(route => $"{route.Method} {route.Path}");
        var methods = typeof(ChatHub).GetMethods()
            .Where(method => method.DeclaringType == typeof(ChatHub) && !method.IsVirtual && !method.IsSpecialName)
            .Select(method => $"HUB {method.Name}");
        Assert.Equal(
            routes.Concat(methods).Distinct().Order(),
            AccessMatrix.Rows.Keys.Select(AccessMatrix.Route).Distinct().Order());
    }

    [Fact]
    public void Every_row_is_acted_out() => Assert.Equal(AccessMatrix.Rows.Keys.Order(), AccessActions.All.Keys.Order());

    private static async Task<string> Answer(Func<AccessScene, Task> action, AccessScene scene)
    {
        try
        {
            await action(scene);
            return "ok";
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }
}
