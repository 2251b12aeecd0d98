using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Accounts;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>Registering, signing in and out, passwords.</summary>
internal static class AuthEndpoints
{
    private const int MaxRequestIdLength = 100;

    public static void MapAuth(this IEndpointRouteBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("auth");
        auth.MapPost("/register", Register).AllowAnonymous().WithLimit(Limit.Registration);
        auth.MapPost("/login", LogIn).AllowAnonymous().WithLimit(Limit.Login);
        auth.MapPost("/refresh", Refresh).AllowAnonymous().WithLimit(Limit.Refresh);
        auth.MapPost("/logout", LogOut);
        auth.MapPost("/password", ChangePassword).WithLimit(Limit.PasswordChange);
        auth.MapSessions();
    }

    private static async Task<Results<Created<Tokens>, Problem>> Register(
        RegisterRequest request, HttpContext context, IGrainFactory grains, AccountKey names, SignIn signIn)
    {
        var cookie = request.Cookie ?? false;
        if (cookie && context.Request.IsFromForeignPage())
            return new Problem(SameOrigin.Foreign);
        var check = new Validation();
        var username = check.Take(AccountRules.Username(request.Username));
        var password = check.Take(AccountRules.NewPassword("password", request.Password, username));
        var displayName = request.DisplayName is null ? username : check.Take(AccountRules.DisplayName(request.DisplayName));
        if (check.Failed(out var problem))
            return problem;

        var account = grains.GetGrain<IAccountGrain>(names.For(username));
        var registered = await account.Register(new(username, displayName, password), rememberDevice: cookie);
        if (registered.Error is { } refusal)
            return new Problem(refusal);
        var tokens = await signIn.Start(context, registered.Required.UserId, registered.Required.DeviceToken, cookie);
        return tokens.Error is { } error ? new Problem(error) : TypedResults.Created("/api/users/me", tokens.Required);
    }

    private static async Task<Results<Ok<Tokens>, Problem>> LogIn(
        LogInRequest request, HttpContext context, IGrainFactory grains, AccountKey names, SignIn signIn, AuthCookies cookies)
    {
        var cookie = request.Cookie ?? false;
        if (cookie && context.Request.IsFromForeignPage())
            return new Problem(SameOrigin.Foreign);
        var check = new Validation();
        var username = check.Take(AccountRules.Username(request.Username));
        var password = check.Take(AccountRules.GivenPassword("password", request.Password));
        if (check.Failed(out var problem))
            return problem;

        var account = grains.GetGrain<IAccountGrain>(names.For(username));
        var deviceToken = cookie ? cookies.DeviceToken(context.Request) : null;
        var loggedIn = await account.LogIn(password, deviceToken, rememberDevice: cookie);
        return loggedIn.Error is { } refusal
            ? new Problem(refusal)
            : (await signIn.Start(context, loggedIn.Required.UserId, loggedIn.Required.DeviceToken, cookie)).ToOk();
    }

    private static async Task<Results<Ok<Tokens>, Problem>> Refresh(
        RefreshRequest? request, HttpContext context, IGrainFactory grains, SignIn signIn, AuthCookies cookies)
    {
        if (request?.RequestId is { Length: > MaxRequestIdLength })
            return new Problem(Error.Invalid("requestId", $"A request id has at most {MaxRequestIdLength} characters."));
        var cookie = request?.RefreshToken is null;
        var text = request?.RefreshToken ?? cookies.RefreshToken(context.Request);
        if (!RefreshToken.TryParse(text, out var token))
            return new Problem(Error.SessionEnded);
        if (cookie && !context.Request.IsFromOwnPage())
            return new Problem(SameOrigin.Foreign);

        // The call is made again when a silo dies over it, and used twice without an id the token would end the session.
        var requestId = request?.RequestId ?? Guid.NewGuid().ToString("N");
        var refreshed = await grains.GetGrain<IUserGrain>(token.UserId).RefreshSession(text, requestId);
        if (refreshed.Error is { } error)
        {
            if (cookie)
                cookies.DeleteRefreshToken(context);
            return new Problem(error);
        }
        return TypedResults.Ok(signIn.Hand(context, refreshed.Required, cookie));
    }

    private static async Task<NoContent> LogOut(HttpContext context, IGrainFactory grains, AuthCookies cookies)
    {
        await grains.GetGrain<IUserGrain>(context.User.UserId()).EndSession(context.User.SessionId(), "signed out");
        cookies.DeleteRefreshToken(context);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> ChangePassword(
        ChangePasswordRequest request, HttpContext context, IGrainFactory grains, AccountKey names)
    {
        var user = grains.GetGrain<IUserGrain>(context.User.UserId());
        var profile = await user.GetProfile();
        if (profile.Error is { } gone)
            return new Problem(gone);
        var username = profile.Required.Username;
        var check = new Validation();
        var currentPassword = check.Take(AccountRules.GivenPassword("currentPassword", request.CurrentPassword));
        var newPassword = check.Take(AccountRules.NewPassword("newPassword", request.NewPassword, username));
        if (check.Failed(out var problem))
            return problem;

        var changed = await grains.GetGrain<IAccountGrain>(names.For(username)).ChangePassword(currentPassword, newPassword);
        if (changed.Error is null)
            await user.EndOtherSessions(context.User.SessionId(), "password changed");
        return changed.ToNoContent();
    }

    private sealed record RegisterRequest(string? Username, string? Password, string? DisplayName, bool? Cookie);

    private sealed record LogInRequest(string? Username, string? Password, bool? Cookie);

    private sealed record RefreshRequest(string? RefreshToken, string? RequestId);

    private sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword);
}
