using Microsoft.Extensions.Logging;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.FrontEnds;
using OrleansChat.Grains.Journal;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Groups;

/// <summary>
/// A group; the key is its id. Owns its header (grain state and the <c>groups</c> row), its members, invites, messages, changes
/// and cursors. In memory: members, invites, the end of the log, recent Acks, and the front-ends that are subscribed; the last is lost on
/// deactivation and comes back with the next renewal.
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
    InviteStore invites,
    DeletedGroups deleted,
    GroupSweeper sweeper,
    TimeProvider clock,
    ILogger<GroupGrain> logger) : Grain, IGroupGrain
{
    private readonly FrontEndLeases _frontEnds = new(clock);
    private string _id = "";
    private GroupMembers _members = new([]);
    private GroupInvites _invites = new([]);
    private MessageLog _log = null!;
    private MemberCursors _cursors = null!;
    private Task _announced = Task.CompletedTask;
    private Task _tidied = Task.CompletedTask;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _log = new MessageLog(_id, store, journal, clock)
        {
            Publish = OnCommitted,
            PublishAgain = message => Push(new GroupPush(_id, message.Version, new MessageChanged(message))),
            CursorMoved = cursor => _cursors.Note(cursor),
        };
        _cursors = new MemberCursors(_id, _log, store);
        if (!state.RecordExists)
            return;
        // The log first: if somebody else writes in between, the log is behind and fenced; members that are behind would not be.
        await _log.Load();
        _members = new GroupMembers(await groups.LoadMembers(_id));
        if (_members.Count > 0)
            _invites = new GroupInvites(await invites.Load(_id));
        _tidied = TidyLists(await groups.FindLeftovers(_id));
    }

    public async Task<Outcome<Ack>> Send(string callerId, NewMessage message) =>
        _members.Gate(callerId) is { } error ? error : LeaveIfFenced(await _log.Send(callerId, message, [], null));

    public async Task<Outcome<Message>> Edit(string callerId, long seq, string content) =>
        _members.Gate(callerId) is { } error ? error : LeaveIfFenced(await Change(callerId, seq, MessageChanges.Edit(callerId, content)));

    public async Task<Outcome> Delete(string callerId, long seq)
    {
        if (_members.Gate(callerId) is { } error)
            return error;
        var mayDeleteOthers = _members.RoleOf(callerId) >= GroupRole.Admin;
        return new Outcome(LeaveIfFenced(await Change(callerId, seq, MessageChanges.Delete(callerId, mayDeleteOthers))).Error);
    }

    public async Task<Outcome> Mark(string callerId, long deliveredSeq, long readSeq)
    {
        if (_members.Gate(callerId) is { } error)
            return error;
        var moved = await _cursors.Move(callerId, deliveredSeq, readSeq);
        if (moved.Value is { } receipt)
            Push(new GroupPush(_id, null, new ReceiptChanged(receipt)));
        return new Outcome(LeaveIfFenced(moved).Error);
    }

    public Task<Outcome> SetTyping(string callerId, bool typing)
    {
        if (_members.Gate(callerId) is { } error)
            return Task.FromResult<Outcome>(error);
        Push(new GroupPush(_id, null, new TypingChanged(new Typing(_id, callerId, typing))));
        return Task.FromResult(Outcome.Done);
    }

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
                Refresh: true);
        _announced = Task.WhenAll(_frontEnds.Live().Select(frontEnd => Announce(frontEnd, push)));
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

    /// <summary>Changes wait for each other; whoever was removed meanwhile changes nothing.</summary>
    private Task<Outcome<Message>> Change(string callerId, long seq, Func<Message, DateTimeOffset, Outcome<Message>> change) =>
        _log.Change(seq, (message, now) => _members.Gate(callerId) is { } error ? error : change(message, now));

    private T LeaveIfFenced<T>(T outcome)
    {
        if (_log.IsFenced)
            DeactivateOnIdle();
        return outcome;
    }

    private IUserGrain User(string id) => GrainFactory.GetGrain<IUserGrain>(id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{GroupId} could not reach front-end {FrontEndId}")]
    private partial void LogUnreachable(Exception exception, string groupId, string frontEndId);
}
