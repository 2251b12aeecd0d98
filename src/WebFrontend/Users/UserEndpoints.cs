using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Conversations;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Users;

/// <summary>Profiles and people search.</summary>
internal static class UserEndpoints
{
    private const int MaxQueryLength = 64;

    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("users");
        users.MapGet("/me", GetOwn);
        users.MapPatch("/me", ChangeOwn);
        users.MapGet("/{id}", Get);
        users.MapGet("", Search).WithLimit(Limit.Search);
    }

    private static async Task<Results<Ok<User>, Problem>> GetOwn(HttpContext context, IGrainFactory grains) =>
        (await grains.GetGrain<IUserGrain>(context.User.UserId()).GetProfile()).ToOk();

    private static async Task<Results<Ok<User>, Problem>> ChangeOwn(
        ChangeProfileRequest request, HttpContext context, IGrainFactory grains)
    {
        var check = new Validation();
        var displayName = check.Take(AccountRules.DisplayName(request.DisplayName));
        if (check.Failed(out var problem))
            return problem;
        return (await grains.GetGrain<IUserGrain>(context.User.UserId()).ChangeDisplayName(displayName)).ToOk();
    }

    private static async Task<Results<Ok<User>, Problem>> Get(string id, IGrainFactory grains) =>
        Ids.IsUser(id)
            ? (await grains.GetGrain<IUserGrain>(id).GetProfile()).ToOk()
            : new Problem(Error.NotFound);

    private static async Task<Results<Ok<Page<User>>, Problem>> Search(
        string? query, [AsParameters] PageQuery page, HttpContext context, IGrainFactory grains)
    {
        var check = new Validation();
        var text = check.Take(Query(query));
        var limit = check.Take(page.ReadLimit());
        if (check.Failed(out var problem))
            return problem;
        return (await grains.GetGrain<IUserReaderGrain>("reader").Search(context.User.UserId(), text, limit, page.Cursor)).ToOk();
    }

    private static Outcome<string> Query(string? query)
    {
        var text = query?.Trim() ?? "";
        return text.Length is >= 1 and <= MaxQueryLength && MessageRules.IsStorable(text)
            ? text
            : Error.Invalid("query", $"Give 1 to {MaxQueryLength} characters that a name begins with.");
    }

    private sealed record ChangeProfileRequest(string? DisplayName);
}
