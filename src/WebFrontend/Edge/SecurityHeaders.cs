using Microsoft.Extensions.Primitives;

namespace OrleansChat.WebFrontend.Edge;

/// <summary>
/// What every answer tells a browser: guess no types, frame nothing, run and load nothing but the web client's own files. An
/// endpoint that sets such a header itself keeps its own.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>Where images are loaded from and uploaded to, when the blob store is not this server: origins with commas.</summary>
    public const string BlobOriginsSetting = "Chat:Blobs:Origins";

    private const string CdnSetting = "Chat:Blobs:CdnBaseUrl";

    private static readonly KeyValuePair<string, StringValues>[] Fixed =
    [
        new("X-Content-Type-Options", "nosniff"),
        new("X-Frame-Options", "DENY"),
        new("Referrer-Policy", "no-referrer"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];

    /// <summary>First in the pipeline, so that errors have them too.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var origins = ReadBlobOrigins(app.ApplicationServices.GetRequiredService<IConfiguration>());
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                foreach (var header in Fixed)
                    headers.TryAdd(header.Key, header.Value);
                headers.TryAdd("Content-Security-Policy", ContentPolicy(context.Request, origins));
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static string ContentPolicy(HttpRequest request, string origins)
    {
        // Not every browser takes 'self' to mean the page's own WebSockets.
        var socket = $"{(request.IsHttps ? "wss" : "ws")}://{request.Host.ToUriComponent()}";
        return "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
            + "script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
            + $"img-src 'self' blob: data:{origins}; connect-src 'self' {socket}{origins}";
    }

    /// <exception cref="InvalidOperationException">One of them is no origin; the message names the key.</exception>
    private static string ReadBlobOrigins(IConfiguration configuration)
    {
        var origins = (configuration[BlobOriginsSetting] ?? "")
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Origin(BlobOriginsSetting, text))
            .ToList();
        if (configuration[CdnSetting] is { Length: > 0 } cdn)
            origins.Add(Origin(CdnSetting, cdn));
        return string.Concat(origins.Distinct().Select(origin => $" {origin}"));
    }

    private static string Origin(string setting, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new InvalidOperationException($"{setting} holds \"{text}\", which is no origin, such as https://images.example.org.");
}
