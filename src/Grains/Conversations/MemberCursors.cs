using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Conversations;

/// <summary>How far each member has received and read. Cursors only move forward, and what was answered is committed.</summary>
internal sealed class MemberCursors(string conversationId, MessageLog log, MessageStore store)
{
    private readonly Dictionary<string, Receipt> _committed = [];
    private Task? _loading;

    /// <summary>Called when a member has received or read more: where the cursors were and where they are.</summary>
    public required Action<Receipt, Receipt> Moved { get; init; }

    /// <summary>Called when a sender's cursors moved with a message. The message tells everybody already that they did.</summary>
    public required Action<Receipt, Receipt> MovedBySending { get; init; }

    /// <summary>The cursors that are known here: of everybody after <see cref="EnsureAll"/>.</summary>
    public IReadOnlyDictionary<string, Receipt> Known => _committed;

    /// <summary>Reads everybody's cursors, once per activation.</summary>
    public async Task EnsureAll()
    {
        if (_loading is null or { IsFaulted: true })
            _loading = Load();
        await _loading;
    }

    /// <summary>Takes note of cursors that were committed with a message.</summary>
    public void Note(CursorRow cursor)
    {
        var before = Find(cursor.UserId);
        MovedBySending(before, Note(cursor.UserId, cursor.DeliveredSeq, cursor.ReadSeq));
    }

    /// <summary>Moves a member's cursors to at least these values; values beyond the log count as its end.</summary>
    /// <returns><see cref="ErrorCode.Unavailable"/> when it could not be committed.</returns>
    public async Task<Outcome> Move(string userId, long deliveredSeq, long readSeq)
    {
        if (!_committed.TryGetValue(userId, out var before))
        {
            var (delivered, read) = await store.FindCursors(conversationId, userId);
            before = Note(userId, delivered, read);
        }

        // What is given out and not yet committed does not count: it may never be.
        var readTo = Math.Max(before.ReadSeq, Math.Min(readSeq, log.CommittedSeq));
        var deliveredTo = Math.Max(Math.Max(before.DeliveredSeq, readTo), Math.Min(deliveredSeq, log.CommittedSeq));
        if (readTo == before.ReadSeq && deliveredTo == before.DeliveredSeq)
            return Outcome.Done;
        if (!await log.AppendUnnumbered(new Append(conversationId) { Cursor = new CursorRow(userId, deliveredTo, readTo) }))
            return Error.Unavailable("The read position could not be stored just now. Try again.", TimeSpan.FromSeconds(1));
        Moved(before, Note(userId, deliveredTo, readTo));
        return Outcome.Done;
    }

    private async Task Load()
    {
        foreach (var cursor in await store.LoadCursors(conversationId))
            Note(cursor.UserId, cursor.DeliveredSeq, cursor.ReadSeq);
    }

    private Receipt Find(string userId) => _committed.GetValueOrDefault(userId, new Receipt(conversationId, userId, 0, 0));

    /// <summary>Another call may have committed more meanwhile: the greater of both is what is committed.</summary>
    private Receipt Note(string userId, long deliveredSeq, long readSeq)
    {
        var known = Find(userId);
        return _committed[userId] = known with
        {
            DeliveredSeq = Math.Max(known.DeliveredSeq, deliveredSeq),
            ReadSeq = Math.Max(known.ReadSeq, readSeq),
        };
    }
}
