using OrleansChat.FrontEnds;

namespace OrleansChat.Grains.FrontEnds;

/// <summary>Front-ends that want a grain's pushes, each until its lease ends. In memory only: front-ends renew every few seconds, and
/// learn from the answer when a grain has forgotten them.</summary>
internal sealed class FrontEndLeases(TimeProvider clock)
{
    /// <summary>Three renewals may be lost before the lease is.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Lease> _leases = [];

    /// <returns>Whether the front-end's lease was still live.</returns>
    public bool Renew(FrontEnd frontEnd)
    {
        var now = clock.GetUtcNow();
        var wasLive = _leases.TryGetValue(frontEnd.Id, out var lease) && lease.Until > now;
        if (!wasLive)
            _leases[frontEnd.Id] = lease = new Lease();
        (lease!.FrontEnd, lease.Until) = (frontEnd, now + Duration);
        return wasLive;
    }

    public void End(string frontEndId) => _leases.Remove(frontEndId);

    public void Clear() => _leases.Clear();

    /// <summary>Those whose lease runs; the others are forgotten.</summary>
    public List<FrontEnd> Live() => Collect(pushes: 0);

    /// <summary>As <see cref="Live"/>, for one push to each of them, which is counted.</summary>
    public List<FrontEnd> TakeLive() => Collect(pushes: 1);

    /// <summary>How many pushes were counted since the front-end's lease began.</summary>
    public long Pushed(string frontEndId) => _leases.TryGetValue(frontEndId, out var lease) ? lease.Pushed : 0;

    private List<FrontEnd> Collect(int pushes)
    {
        var now = clock.GetUtcNow();
        var live = new List<FrontEnd>(_leases.Count);
        foreach (var (id, lease) in _leases)
        {
            if (lease.Until <= now)
            {
                _leases.Remove(id);
                continue;
            }
            lease.Pushed += pushes;
            live.Add(lease.FrontEnd);
        }
        return live;
    }

    private sealed class Lease
    {
        public FrontEnd FrontEnd { get; set; } = null!;

        public DateTimeOffset Until { get; set; }

        public long Pushed { get; set; }
    }
}
