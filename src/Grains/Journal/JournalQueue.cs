namespace OrleansChat.Grains.Journal;

/// <summary>
/// What waits to be committed: a line per conversation, and the conversations take turns. A conversation that is part of
/// an open batch waits until that batch has ended, so nobody can read a later message of it before an earlier one.
/// While a batch is open, another is handed out only when it is worth a commit of its own: larger batches cost less for each append.
/// Loud conversations have batches of their own, so that no quiet one waits for theirs, and those are short: on a small machine a
/// long commit, and all that follows on it at once, holds up everybody.
/// </summary>
/// <param name="maxBatch">Appends of a batch, at most.</param>
/// <param name="maxPerConversation">Appends of one conversation that wait, at most.</param>
/// <param name="minBeside">Conversations that must wait before a batch is opened beside another of its kind.</param>
/// <param name="loudFrom">A conversation is loud when so many appends of it that take a version wait as its turn comes; one that was, from
/// half as many. No conversation has more in a batch, and a loud one half as many while quiet ones write.</param>
/// <param name="maxOpen">Open batches of one kind; with twice as many readers, neither kind waits for the other.</param>
internal sealed class JournalQueue(int maxBatch, int maxPerConversation, int minBeside, int loudFrom, int maxOpen)
{
    /// <summary>Batches of loud conversations for which a batch of quiet ones counts: about a tenth of a second.</summary>
    private const int QuietCounts = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JournalLine> _lines = new(StringComparer.Ordinal);
    private readonly JournalLane _quiet = new(minBeside, maxOpen);
    private readonly JournalLane _loud = new(minBeside, maxOpen);
    private readonly SemaphoreSlim _signal = new(0);
    private int _loudSinceQuiet = QuietCounts;
    private HashSet<string> _lastLoud = [];
    private bool _closed;

    /// <summary>Whether quiet conversations have written lately, and may again.</summary>
    public bool HasQuiet => !Volatile.Read(ref _closed) && Volatile.Read(ref _loudSinceQuiet) < QuietCounts;

    /// <summary>Adds an append at the end of its conversation's line.</summary>
    /// <returns>False when that line is full or the queue is closed.</returns>
    public bool TryAdd(PendingAppend pending)
    {
        lock (_lock)
        {
            if (_closed)
                return false;
            var id = pending.Append.ConversationId;
            if (!_lines.TryGetValue(id, out var line))
                _lines.Add(id, line = new JournalLine());
            if (line.Count >= maxPerConversation)
                return false;
            line.Add(pending);
            JournalMetrics.QueueLength.Add(1);
            MakeReady(line);
            return true;
        }
    }

    /// <summary>Whether <see cref="TryAdd"/> would take an append of the conversation now; only taking makes more room, so it stays
    /// true for the one who adds.</summary>
    public bool HasRoom(string conversationId)
    {
        lock (_lock)
            return !_closed && (!_lines.TryGetValue(conversationId, out var line) || line.Count < maxPerConversation);
    }

    /// <summary>The next batch; null when the queue is closed and empty. To be ended with <see cref="End"/>.</summary>
    public async Task<JournalBatch?> Take(CancellationToken cancellation)
    {
        while (true)
        {
            await _signal.WaitAsync(cancellation);
            // Behind what is already under way to the queue: it is part of the batch then.
            await Task.Yield();
            lock (_lock)
            {
                if (NextLane() is { } lane)
                    return TakeFrom(lane);
                if (_closed)
                    return null;
            }
        }
    }

    /// <summary>Ends a batch; what arrived for its conversations meanwhile gets its turn.</summary>
    public void End(JournalBatch batch)
    {
        lock (_lock)
        {
            LaneOf(batch).End(batch);
            foreach (var conversationId in batch.ConversationIds)
            {
                var line = _lines[conversationId];
                line.InBatch = false;
                if (line.Count > 0)
                    MakeReady(line);
                else
                    _lines.Remove(conversationId);
            }
            Signal();
        }
    }

    /// <summary>An open batch takes long: from now on other conversations do not wait for it to end.</summary>
    public void LetPass(JournalBatch batch)
    {
        lock (_lock)
        {
            LaneOf(batch).LetPass(batch);
            Signal();
        }
    }

    /// <summary>Takes out everything that waits of a writer. What a newer one of the conversation has handed over stays: that has read
    /// the log again.</summary>
    public List<PendingAppend> Drain(JournalWriter writer)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(writer.ConversationId, out var line))
                return [];
            var all = line.TakeOf(writer);
            JournalMetrics.QueueLength.Add(-all.Count);
            return all;
        }
    }

    /// <summary>Takes no more; what is in it is still handed out.</summary>
    public void Close(int readers)
    {
        lock (_lock)
            _closed = true;
        _signal.Release(readers);
    }

    /// <summary>The quiet ones first: theirs are small, and the loud ones have a reader left all the same.</summary>
    private JournalLane? NextLane() => _quiet.HasBatch(_closed) ? _quiet : _loud.HasBatch(_closed) ? _loud : null;

    private JournalLane LaneOf(JournalBatch batch) => batch.IsLoud ? _loud : _quiet;

    private JournalBatch TakeFrom(JournalLane lane)
    {
        var isLoud = lane == _loud;
        // Of several, each gets its share of the batch, and the rest of its line in a later one.
        var share = Math.Max(1, maxBatch / Math.Min(lane.Ready.Count, maxBatch));
        var steps = _closed ? share : isLoud && HasQuiet ? Math.Max(1, loudFrom / 2) : loudFrom;
        var parts = new List<List<PendingAppend>>();
        for (var left = maxBatch; left > 0 && lane.Ready.TryDequeue(out var line);)
        {
            line.IsReady = false;
            var part = line.Take(Math.Min(share, left), steps);
            if (part.Count == 0)
                continue; // drained meanwhile
            line.InBatch = true;
            line.WasLoud = isLoud;
            left -= part.Count;
            JournalMetrics.QueueLength.Add(-part.Count);
            parts.Add(part);
        }
        var batch = new JournalBatch(parts, isLoud);
        lane.Begin();
        Note(batch);
        if (_closed)
            _signal.Release();
        else
            Signal();
        return batch;
    }

    /// <summary>A loud conversation that pauses begins with a small batch again, which does not slow it down.</summary>
    private void Note(JournalBatch batch)
    {
        if (batch.IsLoud)
            (_loudSinceQuiet, _lastLoud) = (Math.Min(_loudSinceQuiet + 1, QuietCounts), [.. batch.ConversationIds]);
        else if (!batch.ConversationIds.All(_lastLoud.Contains))
            _loudSinceQuiet = 0;
    }

    private void MakeReady(JournalLine line)
    {
        if (line.InBatch || line.IsReady)
            return;
        line.IsReady = true;
        // Behind a batch of it fewer wait, and it is as loud as before.
        var isLoud = line.Steps >= (line.WasLoud ? loudFrom / 2 : loudFrom);
        (isLoud ? _loud : _quiet).Ready.Enqueue(line);
        Signal();
    }

    private void Signal()
    {
        if (NextLane() is not null && _signal.CurrentCount == 0)
            _signal.Release();
    }
}
