using OrleansChat.Calls;
using OrleansChat.Contacts;
using OrleansChat.FrontEnds;

namespace OrleansChat.Users;

/// <summary>
/// A user: profile, sessions, list of conversations and the front-ends that hold the user's connections.
/// The key is the user id. It calls no other grain, so any grain may await it.
/// </summary>
[Alias("user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Makes the user; doing it again with the same values changes nothing.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Create")]
    Task Create(string username, string displayName);

    /// <summary>The profile; <see cref="ErrorCode.NotFound"/> when there is no such user.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("GetProfile")]
    Task<Outcome<User>> GetProfile();

    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Rename")]
    Task<Outcome<User>> ChangeDisplayName(string displayName);

    /// <summary>Shows another picture of the user, or none.</summary>
    /// <param name="avatarKey">Of the blob store; the caller has made sure that it is of the user's own image.</param>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("ChangeAvatar")]
    Task<Outcome<AvatarChange>> ChangeAvatar(string? avatarKey);

    /// <summary>Starts a session for somebody whose password was just checked. The oldest ends when there are over 50.</summary>
    [Alias("StartSession")]
    Task<Outcome<SessionGrant>> StartSession(string? userAgent);

    /// <summary>
    /// Exchanges a refresh token for the next one. The same token with the same <paramref name="requestId"/> within 60 s
    /// answers the same; any other use of a used token ends the session.
    /// </summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("RefreshSession")]
    Task<Outcome<SessionGrant>> RefreshSession(string refreshToken, string? requestId);

    /// <summary>Ends one session and closes its connections within seconds.</summary>
    [Alias("EndSession")]
    Task<Outcome> EndSession(string sessionId, string reason);

    /// <summary>Ends all sessions but one.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("EndOtherSessions")]
    Task EndOtherSessions(string keptSessionId, string reason);

    /// <summary>All live sessions, last used first.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("ListSessions")]
    Task<ImmutableArray<SessionInfo>> ListSessions();

    /// <summary>Whether the session is alive; asked for every REST request, so that a revoked token answers 401 at once.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("HasSession")]
    Task<bool> HasSession(string sessionId);

    /// <summary>
    /// Tells that a front-end holds connections of this user, and renews that for 30 s. Pushes follow from here on.
    /// </summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Connect")]
    Task<UserConnection> Connect(FrontEnd frontEnd, ImmutableArray<string> sessionIds);

    /// <summary>The front-end holds no connection of this user any more.</summary>
    [Alias("Disconnect")]
    Task Disconnect(string frontEndId);

    /// <summary>Lists a conversation for this user; doing it again changes nothing.</summary>
    /// <returns>The front-ends that hold the user's connections.</returns>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("AddConversation")]
    Task<ImmutableArray<FrontEnd>> AddConversation(string conversationId);

    /// <summary>Takes a conversation off the list.</summary>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("RemoveConversation")]
    Task RemoveConversation(string conversationId);

    /// <summary>Mutes or unmutes a listed conversation.</summary>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("SetMuted")]
    Task<Outcome> SetMuted(string conversationId, bool muted);

    /// <summary>Forgets profile and sessions for ever; what others see is a deleted user. Doing it again changes nothing.</summary>
    [Idempotent]
    [Alias("Erase")]
    Task Erase();

    /// <summary>
    /// Writes this user's half of a relation and pushes it. Only the relation's <see cref="IContactGrain"/> calls this.
    /// </summary>
    /// <param name="intent">What the other half must become; stored in the same write. Null when this is the second half.</param>
    /// <param name="step">The number of the step; a half that is further refuses it.</param>
    /// <returns>The half as the user sees it; null when it was refused.</returns>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("SetContact")]
    Task<Contact?> SetContact(string otherId, ContactHalf half, ContactHalf? intent, long step);

    /// <summary>The other half is written, too.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("ClearContactIntent")]
    Task ClearContactIntent(string otherId, long step);

    /// <summary>Whose presence the user may see.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("GetWatches")]
    Task<UserWatches> GetWatches();

    /// <summary>Something else than contacts changed whose presence the user may see.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("RefreshWatches")]
    Task RefreshWatches();

    /// <summary>Hands an event to the front-ends that hold the user's connections.</summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("Push")]
    Task Push(UserPush push);
}
