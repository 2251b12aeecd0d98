using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrleansChat.Accounts;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Users;

/// <summary>The caller's account as a whole: take it along, or erase it.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder users)
    {
        users.MapDelete("/me", Erase).WithLimit(Limit.Account);
        users.MapGet("/me/export", Export).WithLimit(Limit.Account);
    }

    private static async Task<Results<NoContent, Problem>> Erase(
        [FromBody] EraseRequest request, HttpContext context, IGrainFactory grains, AccountKey names, AuthCookies cookies)
    {
        var userId = context.User.UserId();
        var password = AccountRules.GivenPassword("password", request.Password);
        if (password.Error is { } invalid)
            return new Problem(invalid);
        var profile = await grains.GetGrain<IUserGrain>(userId).GetProfile();
        if (profile.Error is { } gone)
            return new Problem(gone);
        var accountKey = names.For(profile.Required.Username);
        var confirmed = await grains.GetGrain<IAccountGrain>(accountKey).ConfirmPassword(password.Required);
        if (confirmed.Error is { } refused)
            return new Problem(refused);

        await grains.GetGrain<IErasureGrain>(Ids.Erasure(userId)).Erase(accountKey);
        cookies.DeleteRefreshToken(context);
        return TypedResults.NoContent();
    }

    private static Results<AccountExport, Problem> Export(HttpContext context, IGrainFactory grains) =>
        new AccountExport(context.User.UserId(), grains);

    private sealed record EraseRequest(string? Password);
}
