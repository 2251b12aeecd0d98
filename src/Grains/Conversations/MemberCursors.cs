using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>How far each member has received and read. Cursors only move forward, and what was answered is committed.</summary>
internal sealed class MemberCursors(string conversationId, MessageLog log, MessageStore store)
{
    private readonly Dictionary<string, Receipt> _committed = [];

    /// <summary>Moves a member's cursors to at least these values; values beyond the log count as its end.</summary>
    /// <returns>The new receipt; null when nothing moved. <see cref="ErrorCode.Unavailable"/> when it could not be committed.</returns>
    public async Task<Outcome<Receipt?>> Move(string userId, long deliveredSeq, long readSeq)
    {
        if (!_committed.TryGetValue(userId, out var before))
        {
            var (delivered, read) = await store.FindCursors(conversationId, userId);
            before = new Receipt(conversationId, userId, delivered, read);
        }

        var readTo = Math.Max(before.ReadSeq, Math.Min(readSeq, log.LastSeq));
        var deliveredTo = Math.Max(Math.Max(before.DeliveredSeq, readTo), Math.Min(deliveredSeq, log.LastSeq));
        if (readTo == before.ReadSeq && deliveredTo == before.DeliveredSeq)
            return new Outcome<Receipt?>(null, null);
        if (!await log.MoveCursors(userId, deliveredTo, readTo))
            return Error.Unavailable("The read position could not be stored just now. Try again.", TimeSpan.FromSeconds(1));

        // Another call may have committed more meanwhile.
        var after = _committed.GetValueOrDefault(userId, before);
        after = after with
        {
            DeliveredSeq = Math.Max(after.DeliveredSeq, deliveredTo),
            ReadSeq = Math.Max(after.ReadSeq, readTo),
        };
        _committed[userId] = after;
        return after;
    }
}
