namespace OrleansChat.Grains.Limits;

/// <summary>
/// The newest attempts by limit and address, exactly: at most so many in any stretch of a window's length. Bounded: beyond
/// <paramref name="capacity"/> the one that was quiet for longest is forgotten.
/// </summary>
internal sealed class AttemptWindows(TimeProvider clock, int capacity)
{
    private readonly Dictionary<(string Limit, string Address), LinkedListNode<Attempts>> _attempts = [];

    /// <summary>The longest quiet first.</summary>
    private readonly LinkedList<Attempts> _byAge = new();

    public int Count => _attempts.Count;

    /// <returns>Null when the attempt was counted, else the time until one is admitted.</returns>
    public TimeSpan? TryTake(string limit, string address, int permits, TimeSpan window)
    {
        var now = clock.GetUtcNow();
        while (_byAge.First is { } oldest && oldest.Value.IsOver(now))
            Forget(oldest);
        if (!_attempts.TryGetValue((limit, address), out var node))
        {
            if (_attempts.Count >= capacity)
                Forget(_byAge.First!);
            node = new(new Attempts((limit, address), permits, window));
            _attempts.Add(node.Value.Key, node);
        }
        else if (node.Value.Wait(now) is { } wait)
        {
            return wait;
        }
        else
        {
            _byAge.Remove(node);
        }
        node.Value.Add(now);
        _byAge.AddLast(node);
        return null;
    }

    private void Forget(LinkedListNode<Attempts> node)
    {
        _attempts.Remove(node.Value.Key);
        _byAge.Remove(node);
    }

    /// <summary>A ring of the newest attempts.</summary>
    private sealed class Attempts((string Limit, string Address) key, int permits, TimeSpan window)
    {
        private readonly DateTimeOffset[] _times = new DateTimeOffset[permits];
        private int _next;

        public (string Limit, string Address) Key => key;

        public bool IsOver(DateTimeOffset now) => _times[(_next + permits - 1) % permits] + window <= now;

        public TimeSpan? Wait(DateTimeOffset now)
        {
            var end = _times[_next] + window;
            return _times[_next] != default && end > now ? end - now : null;
        }

        public void Add(DateTimeOffset now)
        {
            _times[_next] = now;
            _next = (_next + 1) % permits;
        }
    }
}
