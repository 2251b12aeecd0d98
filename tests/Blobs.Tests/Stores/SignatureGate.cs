using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>
/// Checks presigned requests as Amazon documents it ("Authenticating Requests: Using Query Parameters, AWS Signature Version 4"),
/// written from that page and not with Amazon's client, and hands those that are right to the server behind it.
/// </summary>
internal sealed class SignatureGate : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly WebApplication _app;

    private SignatureGate(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<SignatureGate> Start(int port, string secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => IsAllowed(context.Request, secret) ? Forward(context, port) : Refuse(context));
        await app.StartAsync();
        return new SignatureGate(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The server's own client signs in a header, which is not what is tested here; whoever signs nothing stays out.</summary>
    private static bool IsAllowed(HttpRequest request, string secret)
    {
        if (request.Headers.Authorization.Count > 0)
            return true;
        var query = request.Query;
        if (!DateTimeOffset.TryParseExact(query["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            || !int.TryParse(query["X-Amz-Expires"], CultureInfo.InvariantCulture, out var seconds)
            || DateTimeOffset.UtcNow > date.AddSeconds(seconds))
            return false;
        var scope = query["X-Amz-Credential"].ToString().Split('/', 2)[1];
        var signed = query["X-Amz-SignedHeaders"].ToString().Split(';');
        var canonical = string.Join('\n',
        [
            request.Method,
            request.Path.ToUriComponent(),
            string.Join('&', query.Where(pair => pair.Key != "X-Amz-Signature")
                .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value!)}").Order(StringComparer.Ordinal)),
            .. signed.Select(name => $"{name}:{request.Headers[name].ToString().Trim()}"),
            "",
            string.Join(';', signed),
            "UNSIGNED-PAYLOAD",
        ]);
        var text = $"AWS4-HMAC-SHA256\n{query["X-Amz-Date"]}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) == query["X-Amz-Signature"];
    }

    private static async Task Forward(HttpContext context, int port)
    {
        var request = context.Request;
        var target = new UriBuilder(request.GetEncodedUrl()) { Host = "127.0.0.1", Port = port }.Uri;
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (request.ContentLength is not null)
            message.Content = new StreamContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (name != "Host" && !message.Headers.TryAddWithoutValidation(name, value.ToArray()))
                message.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
        }
        using var answer = await Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection"))
                context.Response.Headers[name] = value.ToArray();
        }
        if (request.Method != "HEAD")
            await answer.Content.CopyToAsync(context.Response.Body);
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
