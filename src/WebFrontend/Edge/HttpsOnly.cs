using System.Net;

namespace OrleansChat.WebFrontend.Edge;

/// <summary>
/// Beyond this machine only HTTPS and WSS: plain requests are redirected, keeping their method, and browsers are told to stay.
/// Requests of the machine itself are left alone, as are health checks.
/// </summary>
internal static class HttpsOnly
{
    /// <summary>For private networks; false unless told.</summary>
    public const string AllowPlainSetting = "Chat:AllowPlainHttp";

    private const string PortSetting = "https_port";
    private const int DefaultPort = 443;
    private const string OneYear = "max-age=31536000";

    public static void UseHttpsOnly(this IApplicationBuilder app)
    {
        var configuration = app.ApplicationServices.GetRequiredService<IConfiguration>();
        var port = ReadPort(configuration);
        if (ReadFlag(configuration))
            return;
        app.Use((context, next) =>
        {
            var address = context.Connection.RemoteIpAddress;
            if (address is null || IPAddress.IsLoopback(address) || context.Request.Path.StartsWithSegments("/health"))
                return next(context);
            if (context.Request.IsHttps)
            {
                context.Response.Headers.StrictTransportSecurity = OneYear;
                return next(context);
            }
            context.Response.Redirect(ToHttps(context.Request, port), permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        });
    }

    private static string ToHttps(HttpRequest request, int port)
    {
        var host = port == DefaultPort ? new HostString(request.Host.Host) : new HostString(request.Host.Host, port);
        return $"https://{host.ToUriComponent()}{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}{request.QueryString}";
    }

    private static bool ReadFlag(IConfiguration configuration) => configuration[AllowPlainSetting] switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw new InvalidOperationException($"{AllowPlainSetting} is \"true\" or \"false\", and without it false."),
    };

    /// <summary>Where HTTPS is served: as configured, else where the server itself listens, else the usual port, of a proxy.</summary>
    private static int ReadPort(IConfiguration configuration)
    {
        if (configuration[PortSetting] is { Length: > 0 } text)
        {
            return int.TryParse(text, out var port) && port is > 0 and <= 65_535
                ? port
                : throw new InvalidOperationException($"{PortSetting} is the port of HTTPS, from 1 to 65535.");
        }
        return ListeningAddresses.Read(configuration)
            .Where(address => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            .Select(address => BindingAddress.Parse(address).Port)
            .FirstOrDefault(DefaultPort);
    }
}
