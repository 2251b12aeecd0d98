using Microsoft.Extensions.Logging;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.FrontEnds;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Groups;

/// <summary>
/// A group; the key is its id. Owns its header (grain state and the <c>groups</c> row), its members, messages, changes,
/// reactions, pins and cursors. In memory: members, the end of the log, recent Acks, pins, cursors, and the front-ends that are
/// subscribed; the last is lost on deactivation and comes back with the next renewal.
/// </summary>
/// <remarks>
/// Messages interleave with everything; changes of membership do not interleave with each other. A membership change and the
/// system message that tells of it are one append, so the version fences both.
/// It awaits user grains and front-ends; neither ever awaits it while it does.
/// </remarks>
internal sealed partial class GroupGrain(
    [PersistentState("group")] IPersistentState<GroupState> state,
    GroupStore groups,
    MessageStore store,
    MessageJournal journal,
    TimeProvider clock,
    ILogger<GroupGrain> logger) : Grain, IGroupGrain, IConversationAudience
{
    private static readonly Error NotStored =
        Error.Unavailable("The change could not be stored just now. Look whether it was made, and try again.", TimeSpan.FromSeconds(1));

    private readonly FrontEndLeases _frontEnds = new(clock);
    private string _id = "";
    private GroupMembers _members = new([]);
    private ConversationTalk _talk = null!;
    private MessageLog _log = null!;
    private Task _announced = Task.CompletedTask;
    private Task _tidied = Task.CompletedTask;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _talk = new ConversationTalk(_id, this, this, store, journal, clock);
        _log = _talk.Log;
        if (!state.RecordExists)
            return;
        // The log first: if somebody else writes in between, the log is behind and fenced; members that are behind would not be.
        await _log.Load();
        _members = new GroupMembers(await groups.LoadMembers(_id));
        _tidied = TidyLists(await groups.FindLeftovers(_id));
    }

    public async Task<Outcome> Create(string callerId, string name, ImmutableArray<string> memberIds)
    {
        if (state.RecordExists)
            return new Error(ErrorCode.Conflict, "This group exists already.");
        ImmutableArray<string> others = [.. memberIds.Distinct().Where(id => id != callerId)];
        if (await FindUnknown([callerId, .. others]) is { } unknown)
            return Error.Invalid("memberIds", $"There is no user {unknown}.");

        await WriteHeader(header => (header.Name, header.CreatedBy, header.CreatedAt) = (name, callerId, clock.GetUtcNow()));
        await List([callerId, .. others]);
        return await Append(
            callerId,
            new SystemEvent(SystemEvent.GroupCreated, others, name),
            (now, seq) =>
            {
                var owner = _members.Adding([callerId], GroupRole.Owner, now, seq);
                var members = _members.Adding(others, GroupRole.Member, now, seq);
                return new MembershipChange([.. owner.Added, .. members.Added], [], 1 + others.Length);
            });
    }

    public async Task<Outcome> AddMembers(string callerId, ImmutableArray<string> userIds)
    {
        if (_members.Gate(callerId, GroupRole.Admin) is { } error)
            return error;
        ImmutableArray<string> added = [.. userIds.Distinct().Where(id => !_members.Contains(id))];
        if (added.IsEmpty)
            return Outcome.Done;
        if (await FindUnknown(added) is { } unknown)
            return Error.Invalid("userIds", $"There is no user {unknown}.");

        await List(added);
        return await Append(
            callerId,
            new SystemEvent(SystemEvent.MembersAdded, added),
            (now, seq) => _members.Adding(added, GroupRole.Member, now, seq));
    }

    public async Task<Outcome> RemoveMember(string callerId, string userId)
    {
        if (_members.GateRemoval(callerId, userId) is { } error)
            return error;
        var kind = callerId == userId ? SystemEvent.MemberLeft : SystemEvent.MemberRemoved;
        var outcome = await Append(callerId, new SystemEvent(kind, [userId]), (_, _) => _members.Removing(userId));
        if (outcome.Error is not null)
            return outcome;
        await TidyLists([userId]);
        // Last: a front-end that asked the user's grain in between believes that the user is still in.
        _ = User(userId).Push(new UserPush(userId, new ConversationRemoved(_id)));
        return outcome;
    }

    public async Task<Outcome> Rename(string callerId, string name)
    {
        if (_members.Gate(callerId, GroupRole.Admin) is { } error)
            return error;
        if (state.State.Name == name && await groups.IsAnnounced(_id, name, _log.LastSeq))
            return Outcome.Done;
        await WriteHeader(header => header.Name = name);
        return await Append(callerId, new SystemEvent(SystemEvent.GroupRenamed, [], name), change: null);
    }

    public Task<Outcome<Ack>> Send(string callerId, NewMessage message) => _talk.Send(callerId, message);

    public Task<Outcome<Message>> Edit(string callerId, long seq, string content) => _talk.Edit(callerId, seq, content);

    public Task<Outcome> Delete(string callerId, long seq) => _talk.Delete(callerId, seq);

    public Task<Outcome> Mark(string callerId, long deliveredSeq, long readSeq) => _talk.Mark(callerId, deliveredSeq, readSeq);

    public Task<Outcome> SetTyping(string callerId, bool typing) => Task.FromResult(_talk.SetTyping(callerId, typing));

    public Task<Outcome<Message>> React(string callerId, long seq, string emoji, bool on) => _talk.React(callerId, seq, emoji, on);

    public Task<Outcome> Pin(string callerId, long seq, bool on) => _talk.Pin(callerId, seq, on);

    public Task<long> Subscribe(FrontEnd frontEnd)
    {
        _frontEnds.Renew(frontEnd);
        return Task.FromResult(_log.PublishedVersion);
    }

    public Task Unsubscribe(string frontEndId)
    {
        _frontEnds.End(frontEndId);
        return Task.CompletedTask;
    }

    int IConversationAudience.MemberCount => _members.Count;

    bool IConversationAudience.IsMember(string userId) => _members.Contains(userId);

    Error? IConversationAudience.Gate(string callerId) => _members.Gate(callerId);

    Error? IConversationAudience.GatePins(string callerId) => _members.Gate(callerId, GroupRole.Admin);

    bool IConversationAudience.MayDeleteOthers(string callerId) => _members.RoleOf(callerId) >= GroupRole.Admin;

    void IConversationAudience.Publish(Message message, MembershipChange? change) => OnCommitted(message, change);

    void IConversationAudience.PublishAgain(Message message) => Push(new GroupPush(_id, message.Version, new MessageChanged(message)));

    void IConversationAudience.Push(ClientEvent clientEvent) => Push(new GroupPush(_id, null, clientEvent));

    void IConversationAudience.PushTyping(Typing typing) => Push(new GroupPush(_id, null, new TypingChanged(typing)));

    void IConversationAudience.PushTo(string userId, ClientEvent clientEvent) => _ = User(userId).Push(new UserPush(userId, clientEvent));

    void IConversationAudience.Leave() => DeactivateOnIdle();

    /// <summary>Takes the group off the lists of users who are not in it. When that fails, the next activation finds them again.</summary>
    private async Task TidyLists(IReadOnlyList<string> userIds)
    {
        try
        {
            await Task.WhenAll(userIds.Select(userId => User(userId).RemoveConversation(_id)));
        }
        catch (Exception exception)
        {
            LogUntidy(exception, _id);
            DeactivateOnIdle();
        }
    }

    /// <summary>The state and the row are one transaction. After a failure memory and ETag are ahead of the database; the next
    /// activation reads what is true.</summary>
    private async Task WriteHeader(Action<GroupState> change)
    {
        change(state.State);
        try
        {
            await Database.InTransaction(async () =>
            {
                await state.WriteStateAsync();
                await groups.WriteHeader(_id, state.State);
            });
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>The users' half goes first: their lists may hold a group they are not in (it shows nothing), but nobody is in
    /// a group that their list does not hold. Their front-ends get the group's pushes from here on.</summary>
    private async Task List(ImmutableArray<string> userIds)
    {
        await _tidied;
        foreach (var frontEnds in await Task.WhenAll(userIds.Select(userId => User(userId).AddConversation(_id))))
        {
            foreach (var frontEnd in frontEnds)
                _frontEnds.Renew(frontEnd);
        }
    }

    private async Task<Outcome> Append(
        string actorId, SystemEvent content, Func<DateTimeOffset, long, MembershipChange>? change)
    {
        _announced = Task.CompletedTask;
        var now = clock.GetUtcNow();
        var stored = await _log.AppendSystem(actorId, content, change is null ? null : seq => change(now, seq));
        await _announced;
        if (stored)
            return Outcome.Done;
        // It may have been stored after all: the next activation reads who the members are.
        DeactivateOnIdle();
        return NotStored;
    }

    /// <summary>Called in version order, so a member who is added sees what follows and one who is removed does not.</summary>
    private void OnCommitted(Message message, MembershipChange? change)
    {
        var changed = new MessageChanged(message);
        if (message.Type != MessageType.System)
        {
            Push(new GroupPush(_id, message.Version, changed));
            return;
        }

        change ??= new MembershipChange([], [], _members.Count);
        _members.Apply(change);
        var push = new GroupPush(
            _id, message.Version, changed, [.. change.Added.Select(member => member.UserId)], [.. change.Removed], Refresh: true);
        _announced = Task.WhenAll(_frontEnds.Live().Select(frontEnd => Announce(frontEnd, push)));
    }

    /// <summary>Awaited, so that members' connections receive the group's pushes when the call that added them has answered.
    /// A front-end that does not answer is left to its lease.</summary>
    private async Task Announce(FrontEnd frontEnd, GroupPush push)
    {
        try
        {
            await frontEnd.Observer.OnMembersPush(push);
        }
        catch (Exception exception)
        {
            LogUnreachable(exception, _id, frontEnd.Id);
            _frontEnds.End(frontEnd.Id);
        }
    }

    private void Push(GroupPush push)
    {
        foreach (var frontEnd in _frontEnds.Live())
            _ = frontEnd.Observer.OnGroupPush(push);
    }

    private async Task<string?> FindUnknown(ImmutableArray<string> userIds)
    {
        var profiles = await Task.WhenAll(userIds.Select(userId => User(userId).GetProfile()));
        var unknown = Array.FindIndex(profiles, profile => profile.Value is null);
        return unknown < 0 ? null : userIds[unknown];
    }

    private IUserGrain User(string id) => GrainFactory.GetGrain<IUserGrain>(id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{GroupId} could not be taken off a list; it is tried again later")]
    private partial void LogUntidy(Exception exception, string groupId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{GroupId} could not reach front-end {FrontEndId}")]
    private partial void LogUnreachable(Exception exception, string groupId, string frontEndId);
}
