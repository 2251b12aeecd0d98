namespace OrleansChat.Limits;

/// <summary>
/// Counts attempts per address over all front-ends. The key is <c>l.</c> and a shard number, which the address decides;
/// see <see cref="RateLimitShards"/>. In memory only: a silo that dies forgets its counts.
/// </summary>
[Alias("rate-limit")]
public interface IRateLimitGrain : IGrainWithStringKey
{
    /// <summary>Counts an attempt unless there were <paramref name="permits"/> in the last <paramref name="window"/>.</summary>
    /// <param name="limit">Which limit; each counts for itself.</param>
    /// <param name="address">Whose attempt.</param>
    /// <param name="permits">From 1.</param>
    /// <returns>Null: go on. Else the time until the next attempt is admitted; the refused one does not count.</returns>
    [Alias("TryTake")]
    Task<TimeSpan?> TryTake(string limit, string address, int permits, TimeSpan window);
}

/// <summary>Which grain counts an address.</summary>
public static class RateLimitShards
{
    public const int Count = 64;

    /// <summary>The same on every front-end and after every restart (FNV-1a, Fowler, Noll and Vo).</summary>
    public static string KeyFor(string address)
    {
        var hash = 2166136261u;
        foreach (var character in address)
            hash = unchecked((hash ^ character) * 16777619u);
        return $"l.{hash % Count}";
    }
}
