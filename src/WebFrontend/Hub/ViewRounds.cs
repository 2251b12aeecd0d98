namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Who is to see one conversation anew, and in what order. Few at a time come first. Many at once are a round, read in parts with
/// pauses between; what touches them all again while a round is under way, or soon after, is one further round. Pure; times are UTC.
/// </summary>
internal sealed class ViewRounds
{
    /// <summary>Users in one part; whoever asks for more at once asks for a round.</summary>
    public const int MaxAtOnce = 100;

    /// <summary>From the beginning of a round to that of the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Between two parts of a round.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Line _few = new();
    private readonly Line _round = new();
    private readonly Line _next = new();
    private DateTimeOffset _nextPartAt;
    private DateTimeOffset _nextRoundAt;

    public void Ask(IReadOnlyCollection<string> userIds)
    {
        var isRound = userIds.Count > MaxAtOnce;
        foreach (var userId in userIds)
        {
            // Whoever still waits in the present round will see the newest state there.
            if (!isRound)
                _few.Add(userId);
            else if (!_round.Contains(userId))
                _next.Add(userId);
        }
    }

    /// <summary>Those to read now; none when nobody may be read yet.</summary>
    public ImmutableArray<string> Take(DateTimeOffset now)
    {
        if (_few.Take(MaxAtOnce) is { IsEmpty: false } few)
        {
            foreach (var userId in few)
            {
                _round.Remove(userId);
                _next.Remove(userId);
            }
            return few;
        }
        if (_round.IsEmpty && now >= _nextRoundAt && !_next.IsEmpty)
        {
            _round.TakeAll(_next);
            _nextRoundAt = now + Interval;
            _nextPartAt = now;
        }
        if (_round.IsEmpty || now < _nextPartAt)
            return [];
        _nextPartAt = now + Pause;
        return _round.Take(MaxAtOnce);
    }

    /// <summary>How long nobody may be read unless somebody asks; null when nobody waits, and the next round may begin at once.</summary>
    public TimeSpan? Wait(DateTimeOffset now)
    {
        if (!_few.IsEmpty)
            return TimeSpan.Zero;
        var until = _round.IsEmpty ? _nextRoundAt : _nextPartAt;
        if (until > now)
            return until - now;
        return _round.IsEmpty && _next.IsEmpty ? null : TimeSpan.Zero;
    }

    /// <summary>First come, first taken; each once.</summary>
    private sealed class Line
    {
        private readonly HashSet<string> _waiting = [];
        private Queue<string> _order = new();

        public bool IsEmpty => _waiting.Count == 0;

        public bool Contains(string userId) => _waiting.Contains(userId);

        public void Add(string userId)
        {
            if (_waiting.Add(userId))
                _order.Enqueue(userId);
        }

        public void Remove(string userId) => _waiting.Remove(userId);

        public ImmutableArray<string> Take(int atMost)
        {
            var taken = ImmutableArray.CreateBuilder<string>();
            while (taken.Count < atMost && _order.TryDequeue(out var userId))
            {
                if (_waiting.Remove(userId))
                    taken.Add(userId);
            }
            return taken.ToImmutable();
        }

        public void TakeAll(Line other)
        {
            (_order, other._order) = (other._order, new Queue<string>());
            _waiting.UnionWith(other._waiting);
            other._waiting.Clear();
        }
    }
}
