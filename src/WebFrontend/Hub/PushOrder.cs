namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Puts the pushes of one stream (a group, or a direct conversation towards one user) into version order. Pure: the caller
/// delivers what it is given and reports when a gap has lasted too long.
/// </summary>
internal sealed class PushOrder<T>
{
    private readonly SortedDictionary<long, T> _held = [];

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
        if (_held.Count == 0 && (Last is null || version == Last + 1))
        {
            // Nearly all come so.
            Last = version;
            return [push];
        }
        _held[version] = push;
        return DeliverWhileNext();
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
