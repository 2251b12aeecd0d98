using OrleansChat.FrontEnds;

namespace OrleansChat.Presence;

/// <summary>
/// Who of a share of all users is online, by front-end; in memory only. The key is made by <see cref="PresenceShards"/>.
/// Front-ends tell who is connected to them, and are told who comes and goes in the whole cluster.
/// </summary>
[Alias("presence")]
public interface IPresenceGrain : IGrainWithStringKey
{
    /// <summary>Tells who came and left on a front-end, and renews its lease: 30 s.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("Report")]
    Task<PresenceAnswer> Report(PresenceReport report);
}

/// <param name="Incarnation">Of the shard that knows what was reported before; null when nothing was.</param>
/// <param name="IsWhole"><paramref name="Came"/> is everybody who is connected to the front-end.</param>
/// <param name="WantsSnapshot">The front-end does not know who is online.</param>
[GenerateSerializer, Immutable, Alias("presence-report")]
public sealed record PresenceReport(
    [property: Id(0)] FrontEnd FrontEnd,
    [property: Id(1)] string? Incarnation,
    [property: Id(2)] bool IsWhole,
    [property: Id(3)] ImmutableArray<string> Came,
    [property: Id(4)] ImmutableArray<string> Left,
    [property: Id(5)] bool WantsSnapshot);

/// <param name="IsKnown">The report was applied. Else the shard has forgotten this front-end: report everybody.</param>
/// <param name="Version">Of the newest change that was pushed.</param>
/// <param name="Snapshot">Everybody who is online; null when it was not wanted, or the report not applied.</param>
[GenerateSerializer, Immutable, Alias("presence-answer")]
public sealed record PresenceAnswer(
    [property: Id(0)] string Incarnation,
    [property: Id(1)] bool IsKnown,
    [property: Id(2)] long Version,
    [property: Id(3)] PresencePush? Snapshot);

/// <summary>Changes of a shard, in the order of their versions.</summary>
/// <param name="Version">One more than that of the push before.</param>
/// <param name="IsWhole">Whoever is not named is offline. While a shard is young it knows not everybody, and says false.</param>
[GenerateSerializer, Immutable, Alias("presence-push")]
public sealed record PresencePush(
    [property: Id(0)] string Shard,
    [property: Id(1)] string Incarnation,
    [property: Id(2)] long Version,
    [property: Id(3)] bool IsWhole,
    [property: Id(4)] ImmutableArray<UserPresence> Changes);

/// <summary>Whether a user is online.</summary>
/// <param name="LastSeenAt">UTC; null while online, and when it is not known.</param>
[GenerateSerializer, Immutable, Alias("user-presence")]
public sealed record UserPresence(
    [property: Id(0)] string UserId,
    [property: Id(1)] bool Online,
    [property: Id(2)] DateTimeOffset? LastSeenAt);
