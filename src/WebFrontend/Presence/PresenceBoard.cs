using OrleansChat.Presence;

namespace OrleansChat.WebFrontend.Presence;

/// <summary>Who is online in the whole cluster, as the shards tell it.</summary>
internal sealed class PresenceBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Shard> _shards = PresenceShards.Keys.ToDictionary(key => key, _ => new Shard());

    public bool IsOnline(string userId)
    {
        lock (_lock)
            return _shards[KeyOf(userId)].Online.Contains(userId);
    }

    /// <summary>Takes a push of changes. What does not follow on the version before is left to the snapshot that is then wanted.</summary>
    /// <returns>What is other than before.</returns>
    public ImmutableArray<UserPresence> Apply(PresencePush push)
    {
        lock (_lock)
        {
            var shard = _shards[push.Shard];
            var follows = shard.Incarnation == push.Incarnation && push.Version == shard.Version + 1;
            if (!follows)
            {
                shard.WantsSnapshot |= shard.Incarnation != push.Incarnation || push.Version > shard.Version;
                return [];
            }
            shard.Version = push.Version;
            return push.IsWhole ? Replace(shard, push) : [.. push.Changes.Where(change => Change(shard, change))];
        }
    }

    /// <summary>Takes the answer to a report that wanted everybody. A young shard does not know everybody: it takes nobody off.</summary>
    /// <returns>What is other than before.</returns>
    public ImmutableArray<UserPresence> ApplySnapshot(PresencePush snapshot)
    {
        lock (_lock)
        {
            var shard = _shards[snapshot.Shard];
            // Pushes may have overtaken the answer.
            if (shard.Incarnation == snapshot.Incarnation && shard.Version > snapshot.Version)
                return [];
            (shard.Incarnation, shard.Version, shard.WantsSnapshot) = (snapshot.Incarnation, snapshot.Version, false);
            return snapshot.IsWhole ? Replace(shard, snapshot) : [.. snapshot.Changes.Where(change => Change(shard, change))];
        }
    }

    public bool WantsSnapshot(string shardKey)
    {
        lock (_lock)
            return _shards[shardKey].WantsSnapshot;
    }

    /// <summary>A shard was at this version some time ago: whoever was pushed less has missed something.</summary>
    public void Expect(string shardKey, long version)
    {
        lock (_lock)
            _shards[shardKey].WantsSnapshot |= _shards[shardKey].Version < version;
    }

    private static string KeyOf(string userId) => PresenceShards.Keys[PresenceShards.IndexOf(userId)];

    private static bool Change(Shard shard, UserPresence change) =>
        change.Online ? shard.Online.Add(change.UserId) : shard.Online.Remove(change.UserId);

    private static ImmutableArray<UserPresence> Replace(Shard shard, PresencePush whole)
    {
        var online = whole.Changes.Select(change => change.UserId).ToHashSet();
        // When they left, this push does not say.
        ImmutableArray<UserPresence> left =
            [.. shard.Online.Except(online).Select(userId => new UserPresence(userId, Online: false, LastSeenAt: null))];
        ImmutableArray<UserPresence> came = [.. whole.Changes.Where(change => !shard.Online.Contains(change.UserId))];
        shard.Online = online;
        return [.. left, .. came];
    }

    private sealed class Shard
    {
        public HashSet<string> Online { get; set; } = [];

        public string? Incarnation { get; set; }

        public long Version { get; set; }

        public bool WantsSnapshot { get; set; } = true;
    }
}
