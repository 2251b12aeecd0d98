using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>Hands a session's tokens to its client: a browser gets the refresh token as a cookie, others in the body.</summary>
internal sealed class SignIn(IGrainFactory grains, AccessTokens accessTokens, AuthCookies cookies)
{
    /// <summary>Starts a session for somebody whose password was just checked.</summary>
    public async Task<Outcome<Tokens>> Start(HttpContext context, string userId, string? deviceToken, bool cookie)
    {
        var userAgent = context.Request.Headers.UserAgent.ToString();
        var outcome = await grains.GetGrain<IUserGrain>(userId).StartSession(userAgent);
        if (outcome.Error is { } error)
            return error;
        if (deviceToken is not null)
            cookies.SetDeviceToken(context, deviceToken);
        return Hand(context, outcome.Required, cookie);
    }

    public Tokens Hand(HttpContext context, SessionGrant grant, bool cookie)
    {
        if (cookie)
            cookies.SetRefreshToken(context, grant.RefreshToken, grant.RefreshExpiresAt);
        var (accessToken, expiresAt) = accessTokens.Issue(grant.User.Id, grant.SessionId);
        return new(accessToken, expiresAt, cookie ? null : grant.RefreshToken, grant.User);
    }
}

/// <param name="ExpiresAt">UTC; of the access token.</param>
/// <param name="RefreshToken">Null when it went into a cookie.</param>
internal sealed record Tokens(string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken, User User);
