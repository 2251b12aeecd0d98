using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Journal;
using OrleansChat.Images;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// All that is said in a conversation: messages and their changes, cursors, typing. Direct conversations and groups share it; they
/// differ in their <see cref="IConversationAudience"/> only. Its methods interleave; each asks the gate first, and those that then
/// wait ask it again.
/// </summary>
internal sealed class ConversationTalk
{
    private readonly IConversationAudience _audience;
    private readonly IGrainFactory _grains;
    private readonly MessageChanger _changes;
    private readonly MemberCursors _cursors;
    private readonly Mentions _mentions;
    private readonly ReceiptPusher _receipts;
    private readonly TypingPusher _typing;

    /// <param name="grain">Whose timers it uses.</param>
    public ConversationTalk(
        string id, Grain grain, IGrainFactory grains, IConversationAudience audience, MessageStore store, MessageJournal journal, TimeProvider clock)
    {
        (_audience, _grains) = (audience, grains);
        Log = new MessageLog(id, store, journal, clock)
        {
            Publish = audience.Publish,
            PublishAgain = audience.PublishAgain,
            CursorMoved = cursor => _cursors!.Note(cursor),
        };
        _changes = new MessageChanger(id, Log, store)
        {
            PinsChanged = () => audience.Push(new ConversationTouched(id)),
            ImageReleased = imageId => _ = grains.GetGrain<IImageGrain>(imageId).Release(),
        };
        _cursors = new MemberCursors(id, Log, store)
        {
            Moved = (before, after) => _receipts!.Moved(before, after),
            MovedBySending = (before, after) => _receipts!.MovedBySending(before, after),
        };
        _receipts = new ReceiptPusher(id, grain, audience, _cursors, store, clock);
        _mentions = new Mentions(id, store);
        _typing = new TypingPusher(grain, clock) { Push = (userId, typing) => audience.PushTyping(new Typing(id, userId, typing)) };
    }

    public MessageLog Log { get; }

    /// <param name="first">What must be done before a message of the conversation is numbered, and was begun; null when nothing.</param>
    public async Task<Outcome<Ack>> Send(string callerId, NewMessage message, Task<Error?>? first = null)
    {
        if (_audience.Gate(callerId) is { } error)
            return error;
        // Much may be waited for, and whoever was removed meanwhile sends nothing.
        return LeaveIfFenced(await Log.Send(callerId, message, () => FindParts(callerId, message, first), () => _audience.Gate(callerId)));
    }

    public async Task<Outcome<Message>> Edit(string callerId, long seq, string content)
    {
        if (_audience.Gate(callerId) is { } error)
            return error;
        var edit = MessageChanges.Edit(callerId, content, await _mentions.Find(content));
        return LeaveIfFenced(await _changes.Change(seq, (message, now) =>
            _audience.Gate(callerId) is { } left ? left : edit(message, now)));
    }

    public async Task<Outcome> Delete(string callerId, long seq)
    {
        if (_audience.Gate(callerId) is { } error)
            return error;
        var deleted = await _changes.Change(seq, (message, now) =>
            _audience.Gate(callerId) is { } left ? left
            : MessageChanges.Delete(callerId, _audience.MayDeleteOthers(callerId))(message, now));
        return new Outcome(LeaveIfFenced(deleted).Error);
    }

    /// <summary>Asks no gate: the account that did this is gone.</summary>
    public async Task<Outcome> RemoveImages(string senderId, ImmutableArray<long> seqs)
    {
        foreach (var seq in seqs)
        {
            var changed = await _changes.Change(seq, MessageChanges.RemoveImage(senderId));
            // A message that is gone shows nothing.
            if (LeaveIfFenced(changed).Error is { Code: not ErrorCode.NotFound } error)
                return error;
        }
        return Outcome.Done;
    }

    public async Task<Outcome<Message>> React(string callerId, long seq, string emoji, bool on)
    {
        if (_audience.Gate(callerId) is { } error)
            return error;
        return LeaveIfFenced(await _changes.React(callerId, seq, emoji, on, () => _audience.Gate(callerId)));
    }

    public async Task<Outcome> Pin(string callerId, long seq, bool on)
    {
        if (_audience.GatePins(callerId) is { } error)
            return error;
        return LeaveIfFenced(await _changes.Pin(seq, on, () => _audience.GatePins(callerId)));
    }

    public async Task<Outcome> Mark(string callerId, long deliveredSeq, long readSeq) =>
        _audience.Gate(callerId) is { } error ? error : LeaveIfFenced(await _cursors.Move(callerId, deliveredSeq, readSeq));

    public Outcome SetTyping(string callerId, bool typing)
    {
        if (_audience.Gate(callerId) is { } error)
            return error;
        _typing.Set(callerId, typing);
        return Outcome.Done;
    }

    /// <summary>Asks for everything at once. An image that was asked for stays at least until the message is stored.</summary>
    private ValueTask<Outcome<MessageParts>> FindParts(string callerId, NewMessage message, Task<Error?>? first)
    {
        var finding = _mentions.Find(message.Content);
        if (first is null && message.ImageId is null && finding is { IsCompletedSuccessfully: true, Result: [] })
            return new(MessageParts.None);
        var asking = message.ImageId is { } imageId ? _grains.GetGrain<IImageGrain>(imageId).Use(callerId) : null;
        return Find();

        async ValueTask<Outcome<MessageParts>> Find()
        {
            if (first is not null && await first is { } error)
                return error;
            var mentions = await finding;
            if (asking is null)
                return new MessageParts(mentions, null);
            var image = await asking;
            return image.Error is { } refused ? refused : new MessageParts(mentions, image.Required);
        }
    }

    private T LeaveIfFenced<T>(T outcome)
    {
        if (Log.IsFenced)
            _audience.Leave();
        return outcome;
    }
}
