using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace OrleansChat.LoadBalancer.Routing;

/// <summary>
/// Live connections go where the fewest are, so that a front-end that has just started gets its share; all other requests go around,
/// because by that measure it would get every one of them.
/// </summary>
internal sealed class FrontEndChoice : ILoadBalancingPolicy
{
    public const string PolicyName = "ConnectionsLeastRequestsAround";

    private uint _turn;

    public string Name => PolicyName;

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        if (availableDestinations.Count == 0)
            return null;
        var next = (int)(Interlocked.Increment(ref _turn) % availableDestinations.Count);
        if (!HubAffinity.IsHub(context.Request))
            return availableDestinations[next];
        // Among equals in turn.
        return Enumerable.Range(0, availableDestinations.Count)
            .Select(i => availableDestinations[(next + i) % availableDestinations.Count])
            .MinBy(frontEnd => frontEnd.ConcurrentRequestCount);
    }
}
