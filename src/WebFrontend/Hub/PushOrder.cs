namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Puts the pushes of one stream (a group, or a direct conversation towards one user) into version order. Pure: the caller
/// delivers what it is given and reports when a gap has lasted too long.
/// </summary>
internal sealed class PushOrder<T>
{
    private readonly SortedDictionary<long, T> _held = [];
    private long? _first;
    private long? _timed;

    /// <summary>The last version delivered; null before the first.</summary>
    public long? Last { get; private set; }

    public bool HasGap => _held.Count > 0;

    /// <summary>Begins at a known version, unless it has begun.</summary>
    public void Start(long version) => Last ??= version;

    /// <summary>Takes a push.</summary>
    /// <returns>What may be delivered now, in order: nothing for an old version or one that waits for those before it.</returns>
    public IReadOnlyList<T> Take(long version, T push)
    {
        if (version <= Last)
            return [];
        if (Last is null)
            _first = version;
        if (_held.Count == 0 && (Last is null || version == Last + 1))
        {
            // Nearly all come so.
            Last = version;
            return [push];
        }
        _held[version] = push;
        return DeliverWhileNext();
    }

    /// <summary>Whether the stream began with a later version, so that this one was not delivered.</summary>
    public bool IsFromBefore(long version) => version < _first;

    /// <summary>Whether a timer is to be set for the gap. There is one at a time, whichever gaps open and close meanwhile: where pushes
    /// change places often, there are many, and short ones.</summary>
    public bool NeedsTimer()
    {
        if (!HasGap || _timed is not null)
            return false;
        _timed = Last;
        return true;
    }

    /// <summary>The timer has run out: gives up on the missing versions if they were missing all the time.</summary>
    /// <returns>As <see cref="GiveUp"/>; nothing when the gap is a newer one.</returns>
    public IReadOnlyList<T> TimedOut()
    {
        var isSameGap = _timed == Last;
        _timed = null;
        return isSameGap ? GiveUp() : [];
    }

    /// <summary>Gives up on the missing versions.</summary>
    /// <returns>All that was held, in order.</returns>
    public IReadOnlyList<T> GiveUp()
    {
        List<T> all = [.. _held.Values];
        if (all.Count > 0)
            Last = _held.Keys.Last();
        _held.Clear();
        return all;
    }

    /// <summary>Counts everything up to a version as delivered or lost.</summary>
    /// <returns>What was held up to there, and what follows on it.</returns>
    public IReadOnlyList<T> SkipTo(long version)
    {
        if (version <= Last)
            return [];
        List<T> ready = [.. _held.Where(held => held.Key <= version).Select(held => held.Value)];
        foreach (var old in _held.Keys.Where(key => key <= version).ToArray())
            _held.Remove(old);
        Last = version;
        return [.. ready, .. DeliverWhileNext()];
    }

    private List<T> DeliverWhileNext()
    {
        var ready = new List<T>();
        while (_held.Remove(Last!.Value + 1, out var push))
        {
            Last++;
            ready.Add(push);
        }
        return ready;
    }
}
