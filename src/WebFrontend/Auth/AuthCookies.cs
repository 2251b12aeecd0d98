using System.Security.Cryptography;
using OrleansChat.Accounts;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>
/// The two cookies of a browser: its refresh token, and the token that tells that the device signed in before. Scripts see
/// neither, other sites send neither. Their names tell apart instances on one host, because cookies do not know ports.
/// </summary>
internal sealed class AuthCookies
{
    private const string Path = "/api/auth";
    private static readonly TimeSpan DeviceLifetime = TimeSpan.FromDays(365);

    private readonly TimeProvider _clock;
    private readonly string _refresh;
    private readonly string _device;

    public AuthCookies(ChatKeys keys, TimeProvider clock)
    {
        _clock = clock;
        var instance = Convert.ToHexStringLower(HMACSHA256.HashData(keys.Signing, "cookies"u8), 0, 4);
        _refresh = $"chat_refresh_{instance}";
        _device = $"chat_device_{instance}";
    }

    public string? RefreshToken(HttpRequest request) => request.Cookies[_refresh];

    public string? DeviceToken(HttpRequest request) => request.Cookies[_device];

    public void SetRefreshToken(HttpContext context, string token, DateTimeOffset expiresAt) =>
        context.Response.Cookies.Append(_refresh, token, Options(context, expiresAt));

    public void SetDeviceToken(HttpContext context, string token) =>
        context.Response.Cookies.Append(_device, token, Options(context, _clock.GetUtcNow() + DeviceLifetime));

    public void DeleteRefreshToken(HttpContext context) =>
        context.Response.Cookies.Delete(_refresh, Options(context, expires: null));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = Path,
        Expires = expires,
        IsEssential = true,
    };
}
