using Microsoft.Extensions.Logging;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.FrontEnds;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>
/// A user; the key is the user id. Stored: profile and sessions, and as rows the directory's entry, the list of conversations
/// and the user's half of contacts. In memory only: which front-ends hold the user's connections; they notice by the incarnation that this was lost.
/// </summary>
/// <remarks>Only reads of memory interleave. So what <see cref="Connect"/> answers and what is pushed from then on leaves no
/// gap, and profile and directory are written together by one call at a time.</remarks>
internal sealed partial class UserGrain(
    [PersistentState("user")] IPersistentState<UserState> user,
    UserStore store,
    ContactStore contacts,
    TimeProvider clock,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private readonly string _incarnation = Guid.NewGuid().ToString("N");
    private readonly FrontEndLeases _frontEnds = new(clock);
    private UserProfile? _profile; // as committed; the state runs ahead of it during a write
    private UserGroups? _groups;

    private string UserId => this.GetPrimaryKeyString();

    private List<Session> Sessions => user.State.Sessions;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _profile = user.State.Profile;
        return Task.CompletedTask;
    }

    public async Task Create(string username, string displayName)
    {
        if (_profile is null && !user.State.IsErased)
            await SaveProfile(new(username, displayName, clock.GetUtcNow()));
    }

    public Task<Outcome<User>> GetProfile() =>
        Task.FromResult<Outcome<User>>(_profile is { } profile ? View(profile) : Error.NotFound);

    public async Task<Outcome<User>> ChangeDisplayName(string displayName)
    {
        if (_profile is not { } profile)
            return Error.NotFound;
        if (profile.DisplayName != displayName)
            await SaveProfile(profile with { DisplayName = displayName });
        return View(_profile);
    }

    public async Task<Outcome<AvatarChange>> ChangeAvatar(string? avatarKey)
    {
        if (_profile is not { } profile)
            return Error.NotFound;
        if (profile.AvatarKey == avatarKey)
            return new AvatarChange(View(profile), null);
        await SaveProfile(profile with { AvatarKey = avatarKey });
        return new AvatarChange(View(_profile), profile.AvatarKey);
    }

    public async Task<Outcome<SessionGrant>> StartSession(string? userAgent)
    {
        if (_profile is not { } profile)
            return Error.SessionEnded;
        var now = clock.GetUtcNow();
        var (session, token) = SessionRules.Start(UserId, userAgent, now);
        Sessions.RemoveAll(other => other.ExpiresAt <= now);
        Sessions.Add(session);
        var surplus = Sessions.Take(Sessions.Count - SessionRules.MaxSessions).ToList();
        Sessions.RemoveRange(0, surplus.Count);
        await Save(user.WriteStateAsync);
        await PushEnd(surplus, "signed in on too many devices");
        return Grant(session, token, profile);
    }

    public async Task<Outcome<SessionGrant>> RefreshSession(string refreshToken, string? requestId)
    {
        if (_profile is not { } profile
            || !RefreshToken.TryParse(refreshToken, out var token)
            || FindSession(token.SessionId) is not { } session)
            return Error.SessionEnded;

        var result = SessionRules.Refresh(session, token, requestId, clock.GetUtcNow());
        switch (result.Verdict)
        {
            case RefreshVerdict.Rotated:
                Sessions[Sessions.IndexOf(session)] = result.Session;
                await Save(user.WriteStateAsync);
                break;
            case RefreshVerdict.Reused:
                LogReused(UserId, session.Id);
                await End([session], "refresh token reused");
                break;
        }
        return result.Next is { } next ? Grant(result.Session, next, profile) : Error.SessionEnded;
    }

    public async Task<Outcome> EndSession(string sessionId, string reason)
    {
        if (FindSession(sessionId) is not { } session)
            return Error.NotFound;
        await End([session], reason);
        return Outcome.Done;
    }

    public Task EndOtherSessions(string keptSessionId, string reason) =>
        End(Sessions.FindAll(session => session.Id != keptSessionId), reason);

    public Task<ImmutableArray<SessionInfo>> ListSessions()
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<ImmutableArray<SessionInfo>>([.. Sessions
            .Where(session => session.ExpiresAt > now)
            .OrderByDescending(session => session.RotatedAt)
            .Select(session => new SessionInfo(session.Id, session.CreatedAt, session.RotatedAt, session.UserAgent))]);
    }

    public Task<bool> HasSession(string sessionId) => Task.FromResult(FindSession(sessionId) is not null);

    public async Task<UserConnection> Connect(FrontEnd frontEnd, ImmutableArray<string> sessionIds)
    {
        if (_profile is null)
            return new(_incarnation, [], sessionIds, IsRenewal: false);
        var groups = (await Groups()).All(clock.GetUtcNow());
        var isRenewal = _frontEnds.Renew(frontEnd);
        return new(_incarnation, groups, [.. sessionIds.Where(id => FindSession(id) is null)], isRenewal, _watchesVersion,
            _frontEnds.Pushed(frontEnd.Id));
    }

    public Task Disconnect(string frontEndId)
    {
        _frontEnds.End(frontEndId);
        return Task.CompletedTask;
    }

    public async Task<ImmutableArray<FrontEnd>> AddConversation(string conversationId)
    {
        if (_profile is null)
            throw new InvalidOperationException($"There is no user {UserId}; ask for the profile before adding to the list.");
        await store.AddConversation(UserId, conversationId, clock.GetUtcNow());
        // Also before the group has committed the membership: a front-end that connects meanwhile must know of it.
        if (Ids.IsGroup(conversationId))
            (await Groups()).Joining(conversationId, clock.GetUtcNow());
        return [.. _frontEnds.Live()];
    }

    public async Task RemoveConversation(string conversationId)
    {
        // First: whatever becomes of the row, it shows nothing to somebody who is no member.
        _groups?.Remove(conversationId);
        await store.RemoveConversation(UserId, conversationId);
    }

    public async Task<Outcome> SetMuted(string conversationId, bool muted)
    {
        if (!await store.SetMuted(UserId, conversationId, muted))
            return Error.NotFound;
        await Push(new(UserId, new ConversationTouched(conversationId)));
        return Outcome.Done;
    }

    public async Task Erase()
    {
        if (user.State.IsErased)
            return;
        var ended = Sessions;
        user.State = new UserState { IsErased = true };
        await Save(() => Database.InTransaction(async () =>
        {
            await user.WriteStateAsync();
            await store.EraseProfile(UserId, clock.GetUtcNow());
        }));
        _profile = null;
        await PushEnd(ended, "account erased");
    }

    public async Task Push(UserPush push)
    {
        foreach (var frontEnd in _frontEnds.TakeLive())
            await frontEnd.Observer.OnUserPush(push);
    }

    private async Task End(List<Session> ended, string reason)
    {
        if (ended.Count == 0)
            return;
        Sessions.RemoveAll(ended.Contains);
        await Save(user.WriteStateAsync);
        await PushEnd(ended, reason);
    }

    private async Task PushEnd(List<Session> ended, string reason)
    {
        foreach (var session in ended)
            await Push(new(UserId, new SessionEnded(session.Id, reason)));
    }

    private async Task SaveProfile(UserProfile profile)
    {
        user.State.Profile = profile;
        await Save(() => Database.InTransaction(async () =>
        {
            await user.WriteStateAsync();
            await store.WriteProfile(UserId, profile, clock.GetUtcNow());
        }));
        _profile = profile;
    }

    private async Task Save(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch
        {
            // State and ETag in memory are now ahead of the database, or it is unknown; the next activation reads what is true.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task<UserGroups> Groups()
    {
        if (_groups is not null && !_groups.IsDoubtful(clock.GetUtcNow()))
            return _groups;
        var version = _watchesVersion; // before the read: what changes meanwhile has another one
        var (groups, watches) = await store.ReadConnected(UserId);
        _watchesRead = new UserWatches(version, watches);
        return _groups = new UserGroups(groups);
    }

    private Session? FindSession(string sessionId)
    {
        var now = clock.GetUtcNow();
        return Sessions.Find(session => session.Id == sessionId && session.ExpiresAt > now);
    }

    private User View(UserProfile profile) => new(UserId, profile.Username, profile.DisplayName, profile.AvatarKey);

    private SessionGrant Grant(Session session, RefreshToken token, UserProfile profile) =>
        new(session.Id, token.ToText(), session.ExpiresAt, View(profile));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A used refresh token of session {SessionId} of {UserId} was used again; the session ends")]
    private partial void LogReused(string userId, string sessionId);
}
