using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// Changes of one conversation's existing messages: edits, deletions, reactions and pins. Direct conversations and groups share it.
/// </summary>
/// <remarks>They wait for each other: each must see the one before. The decisions are pure and come after the wait; whoever may not
/// change anything any more is refused there, by the gate that the grain passes.</remarks>
internal sealed class MessageChanger(string conversationId, MessageLog log, MessageStore store)
{
    private static readonly Error NotCommitted =
        Error.Unavailable("The change could not be stored just now. Try again.", MessageLog.RetryAfter);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ReactedMessages _reacted = new();
    private ImmutableArray<long>? _pins;

    /// <summary>Called when pins came or went, after the commit; a deletion that takes one along is published before.</summary>
    public required Action PinsChanged { get; init; }

    /// <summary>Called with an image that a message showed and no longer does, after the commit.</summary>
    public required Action<string> ImageReleased { get; init; }

    /// <summary>Changes a message's text, or deletes it; a deleted message is no longer pinned.</summary>
    /// <param name="seq">Of the message; <see cref="ErrorCode.NotFound"/> when there is none.</param>
    /// <param name="change">From the present message to the next (or the same, when there is nothing to do), or an error.</param>
    public Task<Outcome<Message>> Change(long seq, Func<Message, DateTimeOffset, Outcome<Message>> change) => InTurn(seq, async (present, readings) =>
    {
        _reacted.Forget(seq);
        var now = log.Now();
        var changed = change(present, now);
        if (changed.Value is not { } next || next == present)
            return new(changed);
        var isDeleted = next.DeletedAt is not null;
        var replaced = next.Content != present.Content && !isDeleted ? new EarlierText(present.Content, now) : null;
        var pin = isDeleted && (await Pins()).Contains(seq) ? new PinChange(seq, On: false) : null;
        var attempt = await Commit(readings, version => new MessageUpdate(next with { Version = version }, replaced), pin);
        if (attempt.Outcome is { Error: null } && present.Image is { } image && next.Image is null)
            ImageReleased(image.Id);
        return attempt;
    });

    /// <summary>Adds a reaction, or takes it back. On a message that was reacted to lately it reads at most the caller's own.</summary>
    /// <param name="gate">Null when the caller may go on.</param>
    public Task<Outcome<Message>> React(string callerId, long seq, string emoji, bool on, Func<Error?> gate) => InTurn(async readings =>
    {
        if (await FindReacted(callerId, seq, readings) is not var (present, kinds))
            return new(Error.NotFound);
        var change = new ReactionChange(callerId, emoji, on);
        var changed = gate() is { } error ? error : MessageReactions.Change(present, kinds, change);
        if (changed.Value is not { } next || next == present)
            return new(changed);
        _reacted.Forget(seq);
        var attempt = await Commit(readings, version => new MessageUpdate(next with { Version = version }, null, change));
        if (attempt.Outcome?.Value is { } after)
            _reacted.Keep(after, [.. MessageReactions.After(kinds, change, after.Version)], readings);
        return attempt;
    });

    private async Task<(Message Present, ImmutableArray<ReactionKind> Kinds)?> FindReacted(string callerId, long seq, int readings)
    {
        if (_reacted.Find(seq, readings) is not var (known, kinds))
        {
            return await store.Find(conversationId, seq) is { } present
                ? (present, [.. await store.FindReactions(conversationId, seq, callerId)])
                : null;
        }
        string[] others = [.. kinds.Where(kind => !kind.IsWhole).Select(kind => kind.Emoji)];
        var own = others.Length == 0 ? [] : await store.FindReactionsOf(conversationId, seq, others, callerId);
        return (known, [.. kinds.Select(kind => kind with
        {
            HasCaller = kind.IsWhole ? kind.First.Any(reactor => reactor.UserId == callerId) : own.Contains(kind.Emoji),
        })]);
    }

    /// <summary>Pins a message, or unpins it.</summary>
    /// <param name="gate">Null when the caller may go on.</param>
    public async Task<Outcome> Pin(long seq, bool on, Func<Error?> gate)
    {
        var pinned = await InTurn(seq, async (present, _) =>
        {
            var pins = await Pins();
            var decided = gate() is { } error ? error : PinRules.Change(present, pins, on);
            if (decided.Error is { } refused)
                return new(refused);
            if (!decided.Value)
                return new(present);
            var change = new PinChange(seq, on);
            var isCommitted = await log.AppendUnnumbered(new Append(conversationId) { Pin = change });
            Note(change, isCommitted);
            return new(isCommitted ? present : NotCommitted);
        });
        return new Outcome(pinned.Error);
    }

    private Task<Outcome<Message>> InTurn(long seq, Func<Message, int, Task<Attempt>> attempt) => InTurn(async readings =>
        await store.Find(conversationId, seq) is { } present ? await attempt(present, readings) : new(Error.NotFound));

    /// <param name="attempt">Is given the readings of the log before it reads anything.</param>
    private async Task<Outcome<Message>> InTurn(Func<int, Task<Attempt>> attempt)
    {
        await _turn.WaitAsync();
        try
        {
            for (var i = 0; i < MessageLog.MaxAttempts; i++)
            {
                if ((await attempt(log.Readings)).Outcome is { } outcome)
                    return outcome;
            }
            return NotCommitted;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Attempt> Commit(int readings, Func<long, MessageUpdate> update, PinChange? pin = null)
    {
        Message? after = null;
        var result = await log.Update(readings, version =>
        {
            var made = update(version);
            after = made.After;
            return made;
        }, pin);
        if (pin is not null)
            Note(pin, result == AppendResult.Committed);
        return result switch
        {
            AppendResult.Committed => new(after!),
            AppendResult.Fenced or AppendResult.Unavailable => new(NotCommitted),
            _ => new((Outcome<Message>?)null),
        };
    }

    private async Task<ImmutableArray<long>> Pins() => _pins ??= await store.FindPins(conversationId);

    /// <summary>When it is unknown what was committed, the pins are read again.</summary>
    private void Note(PinChange change, bool isCommitted)
    {
        _pins = !isCommitted ? null : change.On ? _pins?.Add(change.Seq) : _pins?.Remove(change.Seq);
        if (isCommitted)
            PinsChanged();
    }

    /// <param name="Outcome">Null: an earlier step of the conversation was not committed and swept this one along; try again.</param>
    private sealed record Attempt(Outcome<Message>? Outcome);
}
