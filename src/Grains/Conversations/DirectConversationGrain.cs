using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Journal;
using OrleansChat.Users;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// The conversation of two users; the key is made of their ids. Owns its messages, changes and cursors. In memory it has only
/// the end of the log, recent Acks and cursors, all read again on activation, so nothing is lost on deactivation.
/// </summary>
internal sealed class DirectConversationGrain(MessageStore store, BlockStore blockStore, MessageJournal journal, TimeProvider clock)
    : Grain, IDirectConversationGrain
{
    private readonly DirectBlocks _blocks = new(blockStore);
    private string _id = "";
    private MessageLog _log = null!;
    private MemberCursors _cursors = null!;
    private Task<Error?>? _listing;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _log = new MessageLog(_id, store, journal, clock)
        {
            Publish = (message, _) => Push(message),
            PublishAgain = Push,
            CursorMoved = cursor => _cursors.Note(cursor),
        };
        _cursors = new MemberCursors(_id, _log, store);
        await _log.Load();
        await _blocks.Load(_id);
    }

    public async Task<Outcome> Open(string callerId)
    {
        if (Ids.Peer(_id, callerId) is not { } peerId)
            return Error.NotFound;
        if ((await User(peerId).GetProfile()).Error is { } error)
            return error;
        if (_blocks.Gate(callerId) is { } blocked)
            return blocked;
        await User(callerId).AddConversation(_id);
        return Outcome.Done;
    }

    public Task RefreshBlocks() => _blocks.Refresh(_id);

    public async Task<Outcome<Ack>> Send(string callerId, NewMessage message)
    {
        if (Ids.Peer(_id, callerId) is null)
            return Error.NotFound;
        using var passing = _blocks.Enter(callerId);
        if (passing.Error is { } blocked)
            return blocked;
        if (_log.LastSeq == 0 && await ListForBoth() is { } error)
            return error;
        return LeaveIfFenced(await _log.Send(callerId, message, [], null));
    }

    public async Task<Outcome<Message>> Edit(string callerId, long seq, string content)
    {
        if (Ids.Peer(_id, callerId) is null)
            return Error.NotFound;
        using var passing = _blocks.Enter(callerId);
        return passing.Error is { } blocked ? blocked : LeaveIfFenced(await _log.Change(seq, MessageChanges.Edit(callerId, content)));
    }

    public async Task<Outcome> Delete(string callerId, long seq)
    {
        if (Ids.Peer(_id, callerId) is null)
            return Error.NotFound;
        return new Outcome(LeaveIfFenced(await _log.Change(seq, MessageChanges.Delete(callerId, mayDeleteOthers: false))).Error);
    }

    public async Task<Outcome> Mark(string callerId, long deliveredSeq, long readSeq)
    {
        if (await FindPeer(callerId) is null)
            return Error.NotFound;
        var moved = await _cursors.Move(callerId, deliveredSeq, readSeq);
        if (moved.Value is { } receipt)
            PushUnlessBlocked(callerId, new ReceiptChanged(receipt));
        return new Outcome(LeaveIfFenced(moved).Error);
    }

    public async Task<Outcome> SetTyping(string callerId, bool typing)
    {
        if (await FindPeer(callerId) is not { } peerId)
            return Error.NotFound;
        if (_blocks.Gate(callerId) is null)
            _ = User(peerId).Push(new UserPush(peerId, new TypingChanged(new Typing(_id, callerId, typing))));
        return Outcome.Done;
    }

    /// <summary>The other one; null when the caller is none of the two, or nobody has the other id.</summary>
    private async Task<string?> FindPeer(string callerId)
    {
        var peerId = Ids.Peer(_id, callerId);
        if (peerId is null || _log.LastSeq > 0)
            return peerId;
        return (await User(peerId).GetProfile()).Error is null ? peerId : null;
    }

    /// <summary>Before the first message is committed, both lists hold the conversation: else a crash could leave an
    /// acknowledged message where its reader never looks.</summary>
    private Task<Error?> ListForBoth()
    {
        if (_listing is null or { IsCompleted: true })
            _listing = List();
        return _listing;

        async Task<Error?> List()
        {
            var (first, second) = Ids.Participants(_id);
            foreach (var participant in new[] { first, second })
            {
                if ((await User(participant).GetProfile()).Error is { } error)
                    return error;
            }
            foreach (var participant in new[] { first, second })
                await User(participant).AddConversation(_id);
            // Only now are both lists known to hold it: the two may see each other's presence.
            foreach (var participant in new[] { first, second })
                await User(participant).RefreshWatches();
            PushToBoth(null, new ConversationTouched(_id));
            return null;
        }
    }

    private void Push(Message message) => PushToBoth(message.Version, new MessageChanged(message));

    /// <summary>Across a block nothing is told; the caller's other devices learn of it.</summary>
    private void PushUnlessBlocked(string callerId, ClientEvent clientEvent)
    {
        if (_blocks.Gate(callerId) is null)
            PushToBoth(null, clientEvent);
        else
            _ = User(callerId).Push(new UserPush(callerId, clientEvent));
    }

    private void PushToBoth(long? version, ClientEvent clientEvent)
    {
        var (first, second) = Ids.Participants(_id);
        _ = User(first).Push(new UserPush(first, _id, version, clientEvent));
        _ = User(second).Push(new UserPush(second, _id, version, clientEvent));
    }

    private T LeaveIfFenced<T>(T outcome)
    {
        if (_log.IsFenced)
            DeactivateOnIdle();
        return outcome;
    }

    private IUserGrain User(string id) => GrainFactory.GetGrain<IUserGrain>(id);
}
