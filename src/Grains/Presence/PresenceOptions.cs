namespace OrleansChat.Grains.Presence;

/// <summary>The times of presence; tests shorten them.</summary>
internal sealed record PresenceOptions
{
    /// <summary>From the end of the last connection until the user counts as offline: pages are reloaded, networks change.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A front-end that has not reported for so long is gone, with all its users.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>By then every front-end has reported to a new shard: they do every 10 s.</summary>
    public TimeSpan Youth { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two looks at the clock.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes are collected for so long.</summary>
    public TimeSpan Batch { get; init; } = TimeSpan.FromMilliseconds(100);
}
