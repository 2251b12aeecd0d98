using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>Counts how many have received and read messages, in one pass over the cursors. Pure.</summary>
internal static class ReceiptCounts
{
    /// <param name="messages">In any order.</param>
    /// <param name="cursors">Of the members, the senders among them.</param>
    /// <returns>By seq, ascending; no sender counts for an own message.</returns>
    public static List<(string SenderId, ReceiptCount Count)> Count(
        string conversationId, IReadOnlyList<(long Seq, string SenderId)> messages, IEnumerable<Receipt> cursors)
    {
        var ascending = messages.OrderBy(message => message.Seq).ToArray();
        var seqs = Array.ConvertAll(ascending, message => message.Seq);
        // At [i]: how many cursors stand at or behind message i and before message i + 1.
        var (delivered, read) = (new int[seqs.Length], new int[seqs.Length]);
        var own = new Dictionary<string, Receipt>();
        var senders = ascending.Select(message => message.SenderId).ToHashSet();
        foreach (var cursor in cursors)
        {
            Tally(delivered, seqs, cursor.DeliveredSeq);
            Tally(read, seqs, cursor.ReadSeq);
            if (senders.Contains(cursor.UserId))
                own.Add(cursor.UserId, cursor);
        }

        var counts = new List<(string, ReceiptCount)>(seqs.Length);
        var (deliveredTo, readBy) = (0, 0);
        for (var i = seqs.Length - 1; i >= 0; i--)
        {
            deliveredTo += delivered[i];
            readBy += read[i];
            var (seq, senderId) = ascending[i];
            var sender = own.GetValueOrDefault(senderId);
            counts.Add((senderId, new ReceiptCount(
                conversationId,
                seq,
                deliveredTo - (sender?.DeliveredSeq >= seq ? 1 : 0),
                readBy - (sender?.ReadSeq >= seq ? 1 : 0))));
        }
        counts.Reverse();
        return counts;
    }

    private static void Tally(int[] tallies, long[] seqs, long cursor)
    {
        var found = Array.BinarySearch(seqs, cursor);
        var last = found >= 0 ? found : ~found - 1;
        if (last >= 0)
            tallies[last]++;
    }
}
