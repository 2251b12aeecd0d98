using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Images;
using OrleansChat.Grains.Journal;
using OrleansChat.Images;
using OrleansChat.Users;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// The conversation of two users; the key is made of their ids. Owns its messages, changes and cursors. In memory it has only
/// the end of the log, recent Acks and cursors, all read again on activation, so nothing is lost on deactivation.
/// </summary>
internal sealed class DirectConversationGrain(MessageStore store, MessageJournal journal, TimeProvider clock)
    : Grain, IDirectConversationGrain
{
    private string _id = "";
    private MessageLog _log = null!;
    private MemberCursors _cursors = null!;
    private Task<Error?>? _listing;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _log = new MessageLog(_id, store, journal, clock)
        {
            Publish = (message, _) => Push(message),
            PublishAgain = Push,
            CursorMoved = cursor => _cursors.Note(cursor),
            ImageReleased = imageId => _ = GrainFactory.GetGrain<IImageGrain>(imageId).Release(),
        };
        _cursors = new MemberCursors(_id, _log, store);
        return _log.Load();
    }

    public async Task<Outcome> Open(string callerId)
    {
        if (Ids.Peer(_id, callerId) is not { } peerId)
            return Error.NotFound;
        if ((await User(peerId).GetProfile()).Error is { } error)
            return error;
        await User(callerId).AddConversation(_id);
        return Outcome.Done;
    }

    public async Task<Outcome<Ack>> Send(string callerId, NewMessage message)
    {
        if (Ids.Peer(_id, callerId) is null)
            return Error.NotFound;
        if (_log.LastSeq == 0 && await ListForBoth() is { } error)
            return error;
        return LeaveIfFenced(await MessageImages.Send(
            GrainFactory, _log, callerId, message, image => _log.Send(callerId, message, [], image)));
    }

    public async Task<Outcome<Message>> Edit(string callerId, long seq, string content)
    {
        if (Ids.Peer(_id, callerId) is null)
            return Error.NotFound;
        return LeaveIfFenced(await _log.Change(seq, MessageChanges.Edit(callerId, content)));
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
            PushToBoth(null, new ReceiptChanged(receipt));
        return new Outcome(LeaveIfFenced(moved).Error);
    }

    public async Task<Outcome> SetTyping(string callerId, bool typing)
    {
        if (await FindPeer(callerId) is not { } peerId)
            return Error.NotFound;
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
            PushToBoth(null, new ConversationTouched(_id));
            return null;
        }
    }

    private void Push(Message message) => PushToBoth(message.Version, new MessageChanged(message));

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
