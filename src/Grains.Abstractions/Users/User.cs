namespace OrleansChat.Users;

/// <summary>A user as others see one.</summary>
/// <param name="AvatarUrl">Between grains a key of the blob store; in JSON a signed, short-lived URL.</param>
/// <param name="Online">Only for contacts and direct peers, else null.</param>
/// <param name="LastSeenAt">UTC; only for contacts and direct peers, else null.</param>
[GenerateSerializer, Immutable, Alias("user-profile")]
public sealed record User(
    [property: Id(0)] string Id,
    [property: Id(1)] string Username,
    [property: Id(2)] string DisplayName,
    [property: Id(3)] string? AvatarUrl = null,
    [property: Id(4)] bool? Online = null,
    [property: Id(5)] DateTimeOffset? LastSeenAt = null)
{
    /// <summary>The display name of an erased account; its user name is empty.</summary>
    public const string Deleted = "Deleted user";
}

/// <param name="User">As now shown.</param>
/// <param name="ReplacedKey">The blob that was shown before; null when there was none, or it is the same.</param>
[GenerateSerializer, Immutable, Alias("avatar-change")]
public sealed record AvatarChange([property: Id(0)] User User, [property: Id(1)] string? ReplacedKey);

/// <summary>A live session, without its secrets.</summary>
[GenerateSerializer, Immutable, Alias("session")]
public sealed record SessionInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] DateTimeOffset LastUsedAt,
    [property: Id(3)] string? UserAgent);

/// <summary>A session just started or refreshed.</summary>
/// <param name="RefreshToken">Opaque: user, session and secrets; only hashes of it are stored.</param>
/// <param name="RefreshExpiresAt">UTC; moves with every refresh.</param>
[GenerateSerializer, Immutable, Alias("session-grant")]
public sealed record SessionGrant(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string RefreshToken,
    [property: Id(2)] DateTimeOffset RefreshExpiresAt,
    [property: Id(3)] User User)
{
    /// <summary>Without the token, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(SessionGrant)} {{ SessionId = {SessionId} }}";
}

/// <summary>What a front-end learns when it connects a user.</summary>
/// <param name="Incarnation">Changes when the grain lost its memory and so may have missed a push.</param>
/// <param name="Groups">The groups in the user's list, in no order.</param>
/// <param name="EndedSessions">Those of the named sessions that are not alive.</param>
/// <param name="IsRenewal">The front-end's lease was still live: no push was withheld since the last answer.</param>
/// <param name="WatchesVersion">Of <see cref="IUserGrain.GetWatches"/>; differs when they may have changed.</param>
/// <param name="Pushed">How many pushes the grain has handed to the front-end since its lease began.</param>
[GenerateSerializer, Immutable, Alias("user-connection")]
public sealed record UserConnection(
    [property: Id(0)] string Incarnation,
    [property: Id(1)] ImmutableArray<string> Groups,
    [property: Id(2)] ImmutableArray<string> EndedSessions,
    [property: Id(3)] bool IsRenewal,
    [property: Id(4)] long WatchesVersion = 0,
    [property: Id(5)] long Pushed = 0);

/// <summary>Those whose presence a user may see, in no order.</summary>
[GenerateSerializer, Immutable, Alias("user-watches")]
public sealed record UserWatches([property: Id(0)] long Version, [property: Id(1)] ImmutableArray<string> UserIds);
