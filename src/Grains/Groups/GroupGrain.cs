using Microsoft.Extensions.Logging;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.FrontEnds;
using OrleansChat.Grains.Journal;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Groups;

/// <summary>
/// A group; the key is its id. Owns its header (grain state and the <c>groups</c> row), its members, invites, messages, changes,
/// reactions, pins and cursors. In memory: members, invites, the end of the log, recent Acks, pins, cursors, and the front-ends that
/// are subscribed; the last is lost on deactivation and comes back with the next renewal.
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
    BlockStore blocks,
    MessageJournal journal,
    InviteStore invites,
    DeletedGroups deleted,
    GroupSweeper sweeper,
    TimeProvider clock,
    ILogger<GroupGrain> logger) : Grain, IGroupGrain, IConversationAudience
{
    private readonly FrontEndLeases _frontEnds = new(clock);
    private string _id = "";
    private GroupMembers _members = new([]);
    private GroupInvites _invites = new([]);
    private ConversationTalk _talk = null!;
    private MessageLog _log = null!;
    private Task _announced = Task.CompletedTask;
    private Task _tidied = Task.CompletedTask;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _talk = new ConversationTalk(_id, this, GrainFactory, this, store, journal, clock);
        _log = _talk.Log;
        if (!state.RecordExists)
            return;
        // The log first: if somebody else writes in between, the log is behind and fenced; members that are behind would not be.
        await _log.Load();
        _members = new GroupMembers(await groups.LoadMembers(_id));
        if (_members.Count > 0)
            _invites = new GroupInvites(await invites.Load(_id));
        _tidied = TidyLists(await groups.FindLeftovers(_id));
    }

    public Task<Outcome<Ack>> Send(string callerId, NewMessage message) => _talk.Send(callerId, message);

    public Task<Outcome<Message>> Edit(string callerId, long seq, string content) => _talk.Edit(callerId, seq, content);

    public Task<Outcome> Delete(string callerId, long seq) => _talk.Delete(callerId, seq);

    public Task<Outcome> Mark(string callerId, long deliveredSeq, long readSeq) => _talk.Mark(callerId, deliveredSeq, readSeq);

    public Task<Outcome> SetTyping(string callerId, bool typing) => Task.FromResult(_talk.SetTyping(callerId, typing));

    public Task<Outcome> RemoveImages(string senderId, ImmutableArray<long> seqs) => _talk.RemoveImages(senderId, seqs);

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

    /// <summary>Called in version order, so a member who is added sees what follows and one who is removed does not.</summary>
    private void OnCommitted(Message message, MembershipChange? change)
    {
        var changed = new MessageChanged(message, _log.Now());
        if (message.Type != MessageType.System)
        {
            Push(new GroupPush(_id, message.Version, changed));
            return;
        }

        // A new name: every member gets the new view, however large the group is.
        var isHeader = change is null;
        change ??= new MembershipChange([], [], _members.Count);
        _members.Apply(change);
        _invites.Apply(change);
        // Whose role changed counts as added: whoever is added gets the new view, however large the group is.
        var push = change.DeletedAt is not null
            ? new GroupPush(_id, message.Version, new ConversationRemoved(_id))
            : new GroupPush(
                _id,
                message.Version,
                changed,
                [.. change.Added.Select(member => member.UserId), .. change.Roles.Select(role => role.UserId)],
                [.. change.Removed],
                Refresh: !isHeader);
        _announced = Task.WhenAll(_frontEnds.Live().Select(frontEnd => Announce(frontEnd, push)));
        if (isHeader)
            Push(new GroupPush(_id, null, new ConversationTouched(_id)));
        if (change.DeletedAt is not null)
            _frontEnds.Clear();
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

    private IUserGrain User(string id) => GrainFactory.GetGrain<IUserGrain>(id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{GroupId} could not reach front-end {FrontEndId}")]
    private partial void LogUnreachable(Exception exception, string groupId, string frontEndId);
}
