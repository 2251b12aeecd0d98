using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansChat.Accounts;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Edge;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>Issues and checks access tokens: JWTs of one pinned algorithm that name a user and a session.</summary>
internal sealed class AccessTokens(ChatKeys keys, TimeProvider clock)
{
    /// <summary>Short: a session that ended is found out by asking its user's grain, this only bounds what a stolen token is worth
    /// should that ever fail.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public const string Issuer = "orleanschat";

    private const string Algorithm = SecurityAlgorithms.HmacSha256;

    private readonly SymmetricSecurityKey _key = new(keys.Signing);

    /// <returns>The token and when it expires (UTC).</returns>
    public (string Token, DateTimeOffset ExpiresAt) Issue(string userId, string sessionId)
    {
        // Tokens count in whole seconds.
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var expiresAt = now + Lifetime;
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            Claims = new Dictionary<string, object> { [Caller.UserClaim] = userId, [Caller.SessionClaim] = sessionId },
            SigningCredentials = new SigningCredentials(_key, Algorithm),
        });
        return (token, expiresAt);
    }

    /// <summary>Sets how the framework's bearer handler reads and checks tokens.</summary>
    public void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.IncludeErrorDetails = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            ValidAlgorithms = [Algorithm],
            IssuerSigningKey = _key,
            NameClaimType = Caller.UserClaim,
            ClockSkew = ClockSkew,
            LifetimeValidator = IsInTime,
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = CheckSession };
    }

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires + ClockSkew > now && !(notBefore - ClockSkew > now);
    }

    /// <summary>So that a session that was ended answers 401 at once.</summary>
    private static async Task CheckSession(TokenValidatedContext context)
    {
        if (context.Principal is not { } caller || !Ids.IsUser(caller.UserId()) || !Ids.IsSession(caller.SessionId()))
        {
            context.Fail("The token names no user and session.");
            return;
        }
        if (IsForNewsOfConnection(context.Request))
            return;
        var user = context.HttpContext.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>(caller.UserId());
        if (!await user.HasSession(caller.SessionId()))
            context.Fail("The session has ended.");
    }

    /// <summary>A client that polls, or waits for events of, a connection that was negotiated gets there what the server has to tell it: also
    /// that its session has ended, which the poll of that very moment would otherwise hide behind a 401. It can send nothing this way.</summary>
    private static bool IsForNewsOfConnection(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.StartsWithSegments(TokenOutOfQuery.HubPrefix)
        && request.Query.ContainsKey("id")
        && request.Headers.Upgrade.Count == 0;
}
