namespace OrleansChat.Presence;

/// <summary>Which shard knows whether a user is online. Every process must find the same.</summary>
public static class PresenceShards
{
    public const int Count = 16;

    public static ImmutableArray<string> Keys { get; } = [.. Enumerable.Range(0, Count).Select(index => $"p.{index}")];

    /// <summary>The index of a user's shard, from a hash (FNV-1a, 32 bits) that is the same everywhere.</summary>
    public static int IndexOf(string userId)
    {
        var hash = 2166136261u;
        foreach (var character in userId)
            hash = (hash ^ character) * 16777619u;
        return (int)(hash % Count);
    }
}
