using OrleansChat.Conversations;
using OrleansChat.FrontEnds;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// Tells how far members have received and read: the first move at once, further ones together, at most every 300 ms. In small
/// conversations everybody learns of everybody; in large groups the senders of the newest messages concerned learn how many, and
/// readers' other devices what was read.
/// </summary>
internal sealed class ReceiptPusher(
    string conversationId, Grain grain, IConversationAudience audience, MemberCursors cursors, MessageStore store, TimeProvider clock)
{
    /// <summary>The largest group whose members are named.</summary>
    public const int MaxNamedMembers = 50;

    /// <summary>The newest messages concerned of which counts are told; whoever looks at older ones reads the members.</summary>
    private const int MaxCountedMessages = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly HashSet<string> _moved = [];
    private readonly HashSet<string> _read = [];
    private (long After, long To)? _range;
    private IGrainTimer? _timer;
    private bool _isScheduled;
    private DateTimeOffset _notBefore;

    private bool IsLarge => audience.MemberCount > MaxNamedMembers;

    /// <summary>A member has received or read more.</summary>
    public void Moved(Receipt before, Receipt after)
    {
        _moved.Add(after.UserId);
        if (after.ReadSeq > before.ReadSeq)
            _read.Add(after.UserId);
        Touch(before, after.DeliveredSeq);
        Schedule();
    }

    /// <summary>As <see cref="Moved"/>, told by a message of theirs; only counts remain to be told.</summary>
    public void MovedBySending(Receipt before, Receipt after)
    {
        if (IsLarge && Touch(before, after.DeliveredSeq - 1))
            Schedule();
    }

    /// <returns>Whether any message is concerned.</returns>
    private bool Touch(Receipt before, long to)
    {
        var from = Math.Min(before.DeliveredSeq, before.ReadSeq);
        if (from >= to)
            return false;
        _range = _range is { } range ? (Math.Min(range.After, from), Math.Max(range.To, to)) : (from, to);
        return true;
    }

    private void Schedule()
    {
        if (_isScheduled)
            return;
        _isScheduled = true;
        // It keeps no grain alive: whoever is idle that long has nothing to tell.
        _timer ??= grain.RegisterGrainTimer(Flush, new GrainTimerCreationOptions
        {
            DueTime = Timeout.InfiniteTimeSpan,
            Period = Timeout.InfiniteTimeSpan,
            Interleave = true,
        });
        var wait = _notBefore - clock.GetUtcNow();
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task Flush()
    {
        var moved = _moved.Where(audience.IsMember).Select(userId => cursors.Known[userId]).ToImmutableArray();
        var read = moved.Where(receipt => _read.Contains(receipt.UserId)).ToImmutableArray();
        var range = _range;
        _moved.Clear();
        _read.Clear();
        _range = null;
        _isScheduled = false;
        _notBefore = clock.GetUtcNow() + Interval;
        if (!IsLarge)
        {
            if (!moved.IsEmpty)
                audience.Push(new ReceiptsChanged(moved));
        }
        else
        {
            // The reader's other devices count as read what was read here; nobody else learns who it was.
            foreach (var receipt in read)
                audience.PushTo(receipt.UserId, new ReceiptsChanged([receipt]));
            if (range is { } touched)
                await FlushCounts(touched.After + 1, touched.To);
        }
    }

    private async Task FlushCounts(long fromSeq, long toSeq)
    {
        await cursors.EnsureAll();
        var messages = await store.FindSenders(conversationId, fromSeq, toSeq, MaxCountedMessages);
        var members = cursors.Known.Values.Where(cursor => audience.IsMember(cursor.UserId));
        var counts = ReceiptCounts.Count(conversationId, messages, members);
        foreach (var ofSender in counts.Where(counted => audience.IsMember(counted.SenderId)).GroupBy(counted => counted.SenderId))
            audience.PushTo(ofSender.Key, new ReceiptCountsChanged([.. ofSender.Select(counted => counted.Count)]));
    }
}
