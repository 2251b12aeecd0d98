using System.Net;

namespace OrleansChat.WebFrontend.Edge;

/// <summary>Where the configuration tells Kestrel to listen, by the usual keys; known before it does.</summary>
internal static class ListeningAddresses
{
    public static IReadOnlyList<string> Read(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        var urls = Split(configuration["urls"]);
        // A bare port means every address of the machine; it counts when no address is given.
        var ports = urls.Length > 0
            ? []
            : Split(configuration["http_ports"]).Select(port => $"http://*:{port}")
                .Concat(Split(configuration["https_ports"]).Select(port => $"https://*:{port}"));
        return [.. endpoints, .. urls, .. ports];
    }

    public static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe
            || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? text) =>
        (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
