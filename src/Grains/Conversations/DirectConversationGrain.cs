using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Journal;
using OrleansChat.Users;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// The conversation of two users; the key is made of their ids. Owns its messages, their changes, reactions, pins and cursors. In
/// memory it has only the end of the log, recent Acks, pins and cursors, all read again, so nothing is lost on deactivation.
/// </summary>
internal sealed class DirectConversationGrain(MessageStore store, BlockStore blockStore, MessageJournal journal, TimeProvider clock)
    : Grain, IDirectConversationGrain, IConversationAudience
{
    private readonly DirectBlocks _blocks = new(blockStore);
    private string _id = "";
    private ConversationTalk _talk = null!;
    private Task<Error?>? _listing;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _talk = new ConversationTalk(_id, this, GrainFactory, this, store, journal, clock);
        await _talk.Log.Load();
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

    public async Task<Outcome> EndFor(string userId)
    {
        await _blocks.Refresh(_id);
        if (Ids.Peer(_id, userId) is { } peerId)
            PushTo(peerId, new ConversationTouched(_id));
        return Outcome.Done;
    }

    public Task<Outcome> RemoveImages(string senderId, ImmutableArray<long> seqs) => _talk.RemoveImages(senderId, seqs);

    public async Task<Outcome<Ack>> Send(string callerId, NewMessage message)
    {
        if (Ids.Peer(_id, callerId) is null)
            return Error.NotFound;
        using var passing = _blocks.Enter(callerId);
        if (passing.Error is { } blocked)
            return await Refuse(callerId, message, blocked);
        return await _talk.Send(callerId, message, _talk.Log.LastSeq == 0 ? ListForBoth() : null);
    }

    public Task<Outcome<Message>> Edit(string callerId, long seq, string content) =>
        UnlessBlocked(callerId, () => _talk.Edit(callerId, seq, content), error => error);

    public Task<Outcome> Delete(string callerId, long seq) => _talk.Delete(callerId, seq);

    public async Task<Outcome> Mark(string callerId, long deliveredSeq, long readSeq) =>
        await FindPeer(callerId) is null ? Error.NotFound : await _talk.Mark(callerId, deliveredSeq, readSeq);

    public async Task<Outcome> SetTyping(string callerId, bool typing) =>
        await FindPeer(callerId) is null ? Error.NotFound
        : _blocks.Gate(callerId) is null ? _talk.SetTyping(callerId, typing)
        : Outcome.Done;

    public Task<Outcome<Message>> React(string callerId, long seq, string emoji, bool on) =>
        UnlessBlocked(callerId, () => _talk.React(callerId, seq, emoji, on), error => error);

    public Task<Outcome> Pin(string callerId, long seq, bool on) =>
        UnlessBlocked(callerId, () => _talk.Pin(callerId, seq, on), error => error);

    int IConversationAudience.MemberCount => 2;

    bool IConversationAudience.IsMember(string userId) => Ids.Peer(_id, userId) is not null;

    Error? IConversationAudience.Gate(string callerId) => Ids.Peer(_id, callerId) is null ? Error.NotFound : null;

    Error? IConversationAudience.GatePins(string callerId) => Ids.Peer(_id, callerId) is null ? Error.NotFound : null;

    bool IConversationAudience.MayDeleteOthers(string callerId) => false;

    void IConversationAudience.Publish(Message message, MembershipChange? change) =>
        PushToBoth(message.Version, new MessageChanged(message, _talk.Log.Now()));

    void IConversationAudience.PublishAgain(Message message) => PushToBoth(message.Version, new MessageChanged(message));

    /// <summary>Across a block nobody learns what the other has read; one's own devices do.</summary>
    void IConversationAudience.Push(ClientEvent clientEvent)
    {
        if (clientEvent is ReceiptsChanged receipts && _blocks.Gate(Ids.Participants(_id).First) is not null)
        {
            foreach (var own in receipts.Receipts.GroupBy(receipt => receipt.UserId))
                PushTo(own.Key, new ReceiptsChanged([.. own]));
            return;
        }
        PushToBoth(null, clientEvent);
    }

    void IConversationAudience.PushTyping(Typing typing) => PushTo(Ids.Peer(_id, typing.UserId)!, new TypingChanged(typing));

    void IConversationAudience.PushTo(string userId, ClientEvent clientEvent) => PushTo(userId, clientEvent);

    void IConversationAudience.Leave() => DeactivateOnIdle();

    /// <summary>A message that was sent before the block is answered as ever.</summary>
    private async Task<Outcome<Ack>> Refuse(string callerId, NewMessage message, Error blocked)
    {
        if (await _talk.Log.FindRepeated(callerId, message) is { } first)
            return first;
        // Where nothing was ever said, nobody learns that there once was such a user.
        return _talk.Log.LastSeq == 0 && blocked.Code == ErrorCode.Gone ? Error.NotFound : blocked;
    }

    private async Task<T> UnlessBlocked<T>(string callerId, Func<Task<T>> change, Func<Error, T> refuse)
    {
        if (Ids.Peer(_id, callerId) is null)
            return refuse(Error.NotFound);
        using var passing = _blocks.Enter(callerId);
        return passing.Error is { } blocked ? refuse(blocked) : await change();
    }

    /// <summary>The other one; null when the caller is none of the two, or nobody has the other id.</summary>
    private async Task<string?> FindPeer(string callerId)
    {
        var peerId = Ids.Peer(_id, callerId);
        if (peerId is null || _talk.Log.LastSeq > 0)
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

    private void PushToBoth(long? version, ClientEvent clientEvent)
    {
        var (first, second) = Ids.Participants(_id);
        _ = User(first).Push(new UserPush(first, _id, version, clientEvent));
        _ = User(second).Push(new UserPush(second, _id, version, clientEvent));
    }

    private void PushTo(string userId, ClientEvent clientEvent) => _ = User(userId).Push(new UserPush(userId, clientEvent));

    private IUserGrain User(string id) => GrainFactory.GetGrain<IUserGrain>(id);
}
