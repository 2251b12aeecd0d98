using System.Security.Claims;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>Who a request or connection comes from, as its access token says.</summary>
internal static class Caller
{
    public const string UserClaim = "sub";
    public const string SessionClaim = "sid";

    /// <summary>The user id; empty for a caller that is not signed in.</summary>
    public static string UserId(this ClaimsPrincipal caller) => caller.FindFirstValue(UserClaim) ?? "";

    /// <summary>The session id; empty for a caller that is not signed in.</summary>
    public static string SessionId(this ClaimsPrincipal caller) => caller.FindFirstValue(SessionClaim) ?? "";
}
