using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace OrleansChat.LoadBalancer.Routing;

/// <summary>
/// A front-end gets new work when it has said that it is ready, and could be reached since. While none has, those that were not asked
/// yet get it: all may have been replaced at once.
/// </summary>
internal sealed partial class ReadyFrontEnds(ILogger<ReadyFrontEnds> logger) : IAvailableDestinationsPolicy
{
    public const string PolicyName = "Ready";

    private HashSet<string> _ready = [];

    public string Name => PolicyName;

    /// <remarks>Called one at a time, whenever the health of one may have changed. The name is spelled as in YARP.</remarks>
    public IReadOnlyList<DestinationState> GetAvailalableDestinations(ClusterConfig config, IReadOnlyList<DestinationState> allDestinations)
    {
        List<DestinationState> ready = [.. allDestinations.Where(IsReady)];
        var ids = ready.Select(frontEnd => frontEnd.DestinationId).ToHashSet();
        foreach (var come in ids.Except(_ready))
            LogReady(come);
        foreach (var gone in _ready.Except(ids))
            LogNotReady(gone, ids.Count);
        _ready = ids;
        return ready.Count > 0 ? ready : [.. allDestinations.Where(frontEnd => frontEnd.Health.Active == DestinationHealth.Unknown)];
    }

    /// <summary>Whether it said so when it was asked last.</summary>
    public static bool IsReady(DestinationState frontEnd) =>
        frontEnd.Health is { Active: DestinationHealth.Healthy, Passive: not DestinationHealth.Unhealthy };

    [LoggerMessage(Level = LogLevel.Information, Message = "{FrontEnd} is ready")]
    private partial void LogReady(string frontEnd);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{FrontEnd} is not ready and gets nothing new; ready are now {Count}")]
    private partial void LogNotReady(string frontEnd, int count);
}
