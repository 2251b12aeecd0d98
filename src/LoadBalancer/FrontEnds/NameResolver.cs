using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace OrleansChat.LoadBalancer.FrontEnds;

/// <summary>
/// Puts every address that DNS has for a name in the place of the name, again and again. YARP's own resolver does the same but fails
/// the start, and for minutes any change, when a name has no address; a headless service has none until the first front-end is ready.
/// </summary>
internal sealed partial class NameResolver(TimeProvider clock, ILogger<NameResolver> logger) : IDestinationResolver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, IPAddress[]> _known = [];

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>();
        foreach (var (id, destination) in destinations)
        {
            foreach (var address in await Resolve(new Uri(destination.Address).DnsSafeHost, cancellationToken))
            {
                var direct = new UriBuilder(destination.Address) { Host = address.ToString() }.Uri;
                resolved[$"{id}[{address}]"] = destination with { Address = direct.GetLeftPart(UriPartial.Authority) };
            }
        }
        return new(resolved, new CancellationChangeToken(new CancellationTokenSource(Interval, clock).Token));
    }

    /// <summary>Without an answer the last one holds: health checks know better what is gone.</summary>
    private async Task<IPAddress[]> Resolve(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(name, cancellationToken).WaitAsync(Limit, clock, cancellationToken);
            lock (_known)
                return _known[name] = found;
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            lock (_known)
            {
                var known = _known.GetValueOrDefault(name);
                // Once for each name, not every two seconds.
                if (_known.TryAdd(name, []) || known is { Length: > 0 })
                    LogUnresolved(name, exception.Message);
                return known ?? [];
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The name {Name} of the front-ends has no address now: {Reason}")]
    private partial void LogUnresolved(string name, string reason);
}
