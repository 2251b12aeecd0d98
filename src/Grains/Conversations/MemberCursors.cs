using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Conversations;

/// <summary>How far each member has received and read. Cursors only move forward, and what was answered is committed.</summary>
internal sealed class MemberCursors(string conversationId, MessageLog log, MessageStore store)
{
    private readonly Dictionary<string, Receipt> _committed = [];

    /// <summary>Takes note of cursors that were committed with something else.</summary>
    public void Note(CursorRow cursor) => Note(cursor.UserId, cursor.DeliveredSeq, cursor.ReadSeq);

    /// <summary>Moves a member's cursors to at least these values; values beyond the log count as its end.</summary>
    /// <returns>The new receipt; null when nothing moved. <see cref="ErrorCode.Unavailable"/> when it could not be committed.</returns>
    public async Task<Outcome<Receipt?>> Move(string userId, long deliveredSeq, long readSeq)
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
            return new Outcome<Receipt?>(null, null);
        if (!await log.MoveCursors(userId, deliveredTo, readTo))
            return Error.Unavailable("The read position could not be stored just now. Try again.", TimeSpan.FromSeconds(1));
        return Note(userId, deliveredTo, readTo);
    }

    /// <summary>Another call may have committed more meanwhile: the greater of both is what is committed.</summary>
    private Receipt Note(string userId, long deliveredSeq, long readSeq)
    {
        var known = _committed.GetValueOrDefault(userId, new Receipt(conversationId, userId, 0, 0));
        return _committed[userId] = known with
        {
            DeliveredSeq = Math.Max(known.DeliveredSeq, deliveredSeq),
            ReadSeq = Math.Max(known.ReadSeq, readSeq),
        };
    }
}
