using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace OrleansChat.LoadBalancer.Routing;

/// <summary>
/// A front-end that takes no connections is left alone until the next probes have told how it is.
/// </summary>
/// <remarks>Broken answers count for nothing: a client that does not read what it is sent could make a front-end look ill.</remarks>
internal sealed class UnreachableFrontEnds(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "Unreachable";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (WasNotSent(context.Features.Get<IForwarderErrorFeature>()))
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, Pause);
    }

    /// <summary>Whether the request failed before a byte of it had left.</summary>
    public static bool WasNotSent(IForwarderErrorFeature? failure) => failure switch
    {
        { Error: ForwarderError.Request, Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } } => true,
        // The time to connect is over; one that waited for an answer has no such reason within.
        { Error: ForwarderError.RequestTimedOut, Exception: OperationCanceledException { InnerException: TimeoutException } } => true,
        _ => false,
    };
}
