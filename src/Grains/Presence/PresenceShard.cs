using OrleansChat.FrontEnds;

namespace OrleansChat.Grains.Presence;

/// <summary>
/// Who is online, by front-end: a user is while connected to any front-end whose lease runs, and for the grace after. Pure; times are
/// UTC and given.
/// </summary>
internal sealed class PresenceShard(PresenceOptions options)
{
    private readonly Dictionary<string, Reporter> _reporters = [];

    /// <summary>Online users: on how many front-ends, or since when on none.</summary>
    private readonly Dictionary<string, (int FrontEnds, DateTimeOffset LeftAt)> _online = [];

    private readonly HashSet<string> _came = [];

    /// <summary>Front-ends whose lease runs.</summary>
    public IEnumerable<FrontEnd> FrontEnds => _reporters.Values.Select(reporter => reporter.FrontEnd);

    public IEnumerable<string> Online => _online.Keys;

    /// <summary>Applies a front-end's report and renews its lease.</summary>
    /// <returns>False when the front-end is unknown and reported changes only.</returns>
    public bool Report(FrontEnd frontEnd, bool isWhole, ImmutableArray<string> came, ImmutableArray<string> left, DateTimeOffset now)
    {
        if (!_reporters.TryGetValue(frontEnd.Id, out var reporter))
        {
            if (!isWhole)
                return false;
            _reporters.Add(frontEnd.Id, reporter = new Reporter(frontEnd));
        }
        reporter.Until = now + options.Lease;
        foreach (var userId in isWhole ? reporter.Users.Except(came).ToList() : [.. left])
        {
            if (reporter.Users.Remove(userId))
                Leave(userId, now);
        }
        foreach (var userId in came)
        {
            if (reporter.Users.Add(userId))
                Come(userId);
        }
        return true;
    }

    /// <summary>Ends the leases that have run out.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var (id, reporter) in _reporters.ToArray())
        {
            if (reporter.Until > now)
                continue;
            _reporters.Remove(id);
            // Nobody knows when in the lease it went; its users are not held online for longer than that and the grace.
            foreach (var userId in reporter.Users)
                Leave(userId, now);
        }
    }

    /// <summary>Who has come online since the last call.</summary>
    public ImmutableArray<string> TakeCame()
    {
        ImmutableArray<string> came = [.. _came];
        _came.Clear();
        return came;
    }

    /// <summary>Whose grace is over, and when they left. They stay online until <see cref="Remove"/>.</summary>
    public List<(string UserId, DateTimeOffset LeftAt)> FindGone(DateTimeOffset now) =>
        [.. _online.Where(entry => entry.Value.FrontEnds == 0 && entry.Value.LeftAt + options.Grace <= now)
            .Select(entry => (entry.Key, entry.Value.LeftAt))];

    /// <summary>Somebody who is gone is offline now.</summary>
    /// <returns>False when the user has come back since, even if to leave again.</returns>
    public bool Remove(string userId, DateTimeOffset leftAt) =>
        _online.TryGetValue(userId, out var presence) && presence == (0, leftAt) && _online.Remove(userId);

    private void Come(string userId)
    {
        var isNew = !_online.TryGetValue(userId, out var presence);
        _online[userId] = (presence.FrontEnds + 1, default);
        if (isNew)
            _came.Add(userId);
    }

    private void Leave(string userId, DateTimeOffset now)
    {
        var count = _online[userId].FrontEnds - 1;
        _online[userId] = (count, count == 0 ? now : default);
    }

    private sealed class Reporter(FrontEnd frontEnd)
    {
        public FrontEnd FrontEnd { get; } = frontEnd;

        public HashSet<string> Users { get; } = [];

        public DateTimeOffset Until { get; set; }
    }
}
