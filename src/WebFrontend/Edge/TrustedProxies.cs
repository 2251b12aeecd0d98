using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace OrleansChat.WebFrontend.Edge;

/// <summary>The proxies whose word about a client's address, scheme and host counts.</summary>
internal static class TrustedProxies
{
    public const string Setting = "Chat:TrustedProxies";

    /// <summary>Reads addresses and networks (CIDR), as one text with commas or as a list.</summary>
    /// <exception cref="InvalidOperationException">An entry is neither; the message names the key.</exception>
    public static IReadOnlyList<IPNetwork> Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var texts = section.GetChildren().Select(child => child.Value).Append(section.Value).OfType<string>();
        return [.. texts.SelectMany(text => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)).Select(Parse)];
    }

    /// <summary>Without a proxy to trust nobody's headers count.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        var networks = Read(app.ApplicationServices.GetRequiredService<IConfiguration>());
        if (networks.Count == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // A chain of proxies is followed for as long as each is trusted.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    private static IPNetwork Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new InvalidOperationException(
            $"{Setting} holds \"{text}\", which is neither an address nor a network, such as 10.0.0.5 or 10.0.0.0/8.");
    }
}
