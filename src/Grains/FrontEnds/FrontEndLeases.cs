using OrleansChat.FrontEnds;

namespace OrleansChat.Grains.FrontEnds;

/// <summary>Front-ends that want a grain's pushes, each until its lease ends. In memory only: front-ends renew every few seconds, and
/// learn from the answer when a grain has forgotten them.</summary>
internal sealed class FrontEndLeases(TimeProvider clock)
{
    /// <summary>Three renewals may be lost before the lease is.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (FrontEnd FrontEnd, DateTimeOffset Until)> _leases = [];

    /// <returns>Whether the front-end's lease was still live.</returns>
    public bool Renew(FrontEnd frontEnd)
    {
        var now = clock.GetUtcNow();
        var wasLive = _leases.TryGetValue(frontEnd.Id, out var lease) && lease.Until > now;
        _leases[frontEnd.Id] = (frontEnd, now + Duration);
        return wasLive;
    }

    public void End(string frontEndId) => _leases.Remove(frontEndId);

    public void Clear() => _leases.Clear();

    /// <summary>Those whose lease runs; the others are forgotten.</summary>
    public List<FrontEnd> Live()
    {
        var now = clock.GetUtcNow();
        var live = new List<FrontEnd>(_leases.Count);
        foreach (var (id, lease) in _leases)
        {
            if (lease.Until > now)
                live.Add(lease.FrontEnd);
            else
                _leases.Remove(id);
        }
        return live;
    }
}
