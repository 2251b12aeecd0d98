using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Presence;

/// <summary>Whose presence the users who are connected here may see. Pure; not for several threads at once.</summary>
internal sealed class PresenceWatches
{
    private readonly Dictionary<string, (long Version, HashSet<string> Watched)> _watches = [];
    private readonly Dictionary<string, HashSet<string>> _watchers = [];

    public bool Has(string userId, long version) => _watches.TryGetValue(userId, out var held) && held.Version == version;

    /// <summary>Whom a user may see.</summary>
    public IReadOnlyCollection<string> Of(string userId) => _watches.TryGetValue(userId, out var held) ? held.Watched : [];

    /// <summary>Who may see a user.</summary>
    public IReadOnlyCollection<string> WatchersOf(string userId) => _watchers.TryGetValue(userId, out var watchers) ? watchers : [];

    /// <returns>Who was added and who was removed.</returns>
    public (ImmutableArray<string> Added, ImmutableArray<string> Removed) Set(string userId, UserWatches watches)
    {
        var before = Of(userId);
        HashSet<string> after = [.. watches.UserIds];
        ImmutableArray<string> added = [.. after.Except(before)];
        ImmutableArray<string> removed = [.. before.Except(after)];
        foreach (var watched in added)
        {
            if (!_watchers.TryGetValue(watched, out var watchers))
                _watchers.Add(watched, watchers = []);
            watchers.Add(userId);
        }
        foreach (var watched in removed)
            Unwatch(userId, watched);
        _watches[userId] = (watches.Version, after);
        return (added, removed);
    }

    public void Remove(string userId)
    {
        foreach (var watched in Of(userId))
            Unwatch(userId, watched);
        _watches.Remove(userId);
    }

    private void Unwatch(string userId, string watched)
    {
        if (_watchers.TryGetValue(watched, out var watchers) && watchers.Remove(userId) && watchers.Count == 0)
            _watchers.Remove(watched);
    }
}
