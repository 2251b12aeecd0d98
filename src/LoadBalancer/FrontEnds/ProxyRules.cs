using OrleansChat.LoadBalancer.Routing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

namespace OrleansChat.LoadBalancer.FrontEnds;

/// <summary>YARP's configuration: one route, one cluster.</summary>
internal static class ProxyRules
{
    public const string Cluster = "front-ends";

    public static readonly IReadOnlyList<RouteConfig> Routes =
        [new() { RouteId = "everything", ClusterId = Cluster, Match = new RouteMatch { Path = "{**path}" } }];

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A ready front-end that is busy for a moment stays.</summary>
    private const string FailuresUntilNotReady = "2";

    /// <param name="frontEnds">An address is its front-end's id, so that every balancer's cookies mean the same.</param>
    /// <param name="cookie">The affinity cookie's name.</param>
    public static IReadOnlyList<ClusterConfig> Clusters(IEnumerable<Uri> frontEnds, string cookie) =>
    [
        new()
        {
            ClusterId = Cluster,
            Destinations = frontEnds
                .Select(address => address.GetLeftPart(UriPartial.Authority))
                .Distinct()
                .ToDictionary(address => address, address => new DestinationConfig { Address = address }),
            LoadBalancingPolicy = FrontEndChoice.PolicyName,
            SessionAffinity = new SessionAffinityConfig
            {
                Enabled = true,
                Policy = HubAffinity.PolicyName,
                FailurePolicy = "Redistribute",
                AffinityKeyName = cookie,
            },
            HealthCheck = new HealthCheckConfig
            {
                AvailableDestinationsPolicy = ReadyFrontEnds.PolicyName,
                Active = new ActiveHealthCheckConfig
                {
                    Enabled = true,
                    Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                    Interval = ProbeInterval,
                    Timeout = ProbeTimeout,
                    Path = "/health/ready",
                },
                Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = UnreachableFrontEnds.PolicyName },
            },
            HttpRequest = new ForwarderRequestConfig { Version = System.Net.HttpVersion.Version11 },
            Metadata = new Dictionary<string, string> { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = FailuresUntilNotReady },
        },
    ];
}
