using System.Diagnostics;

namespace OrleansChat.Grains.Journal;

/// <summary>An append and whoever waits for it.</summary>
internal sealed class PendingAppend(Append append, JournalWriter writer, DateTimeOffset handedOver, DateTimeOffset deadline)
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Append Append { get; } = append;

    public JournalWriter Writer { get; } = writer;

    public DateTimeOffset HandedOver { get; } = handedOver;

    /// <summary>Until when PostgreSQL is asked again after it could not be reached.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    public Task<AppendResult> Done => _done.Task;

    /// <summary>The call that this is a part of; null when nobody follows calls.</summary>
    public Activity? Cause { get; } = Activity.Current;

    /// <summary>When a batch took it; set when its trace is told.</summary>
    public DateTimeOffset Taken { get; set; }

    /// <summary>The span of the batch; set when its trace is told.</summary>
    public ActivityContext Batch { get; set; }

    public void Complete(AppendResult result)
    {
        JournalMetrics.Ended(Append, result);
        JournalTraces.Ended(this, result);
        _done.TrySetResult(result);
    }
}

/// <summary>
/// What waits to be committed: a line per conversation, and the conversations take turns. A conversation that is part of
/// an open batch waits until that batch has ended, so nobody can read a later message of it before an earlier one.
/// While a batch is open, another is handed out only when it is worth a commit of its own: larger batches cost less for each append.
/// </summary>
/// <param name="maxBatch">Appends of a batch, at most.</param>
/// <param name="maxPerConversation">Appends of one conversation that wait, at most.</param>
/// <param name="minBeside">Conversations that must wait before a batch is opened beside another.</param>
internal sealed class JournalQueue(int maxBatch, int maxPerConversation, int minBeside)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Queue<Line> _ready = new();
    private readonly SemaphoreSlim _signal = new(0);
    private int _awaitedBatches; // open, and not so long that others pass them
    private bool _closed;

    /// <summary>Whether there is a batch to hand out.</summary>
    private bool HasBatch => _ready.Count > 0 && (_awaitedBatches == 0 || _ready.Count >= minBeside || _closed);

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
                _lines.Add(id, line = new Line(id));
            if (line.Waiting.Count >= maxPerConversation)
                return false;
            line.Waiting.Enqueue(pending);
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
            return !_closed && (!_lines.TryGetValue(conversationId, out var line) || line.Waiting.Count < maxPerConversation);
    }

    /// <summary>The next batch, grouped by conversation, each in order; null when the queue is closed and empty. To be ended with
    /// <see cref="End"/>.</summary>
    public async Task<List<List<PendingAppend>>?> Take(CancellationToken cancellation)
    {
        while (true)
        {
            await _signal.WaitAsync(cancellation);
            // Behind what is already under way to the queue: it is part of the batch then.
            await Task.Yield();
            lock (_lock)
            {
                if (HasBatch)
                    return TakeReady();
                if (_closed)
                    return null;
            }
        }
    }

    /// <summary>Ends a batch; what arrived for its conversations meanwhile gets its turn.</summary>
    /// <param name="isAwaited">False after <see cref="LetPass"/>.</param>
    public void End(IEnumerable<string> conversationIds, bool isAwaited = true)
    {
        lock (_lock)
        {
            if (isAwaited)
                _awaitedBatches--;
            foreach (var conversationId in conversationIds)
            {
                var line = _lines[conversationId];
                line.InBatch = false;
                if (line.Waiting.Count > 0)
                    MakeReady(line);
                else
                    _lines.Remove(conversationId);
            }
            Signal();
        }
    }

    /// <summary>An open batch takes long: from now on other conversations do not wait for it to end.</summary>
    public void LetPass()
    {
        lock (_lock)
        {
            _awaitedBatches--;
            Signal();
        }
    }

    /// <summary>Takes out everything that waits for a conversation.</summary>
    public List<PendingAppend> Drain(string conversationId)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(conversationId, out var line))
                return [];
            List<PendingAppend> all = [.. line.Waiting];
            line.Waiting.Clear();
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

    private List<List<PendingAppend>> TakeReady()
    {
        // A loud conversation gets its share of the batch, and the rest of its line in the next one.
        var share = Math.Max(1, maxBatch / Math.Min(_ready.Count, maxBatch));
        var batch = new List<List<PendingAppend>>();
        for (var left = maxBatch; left > 0 && _ready.TryDequeue(out var line);)
        {
            line.IsReady = false;
            var part = new List<PendingAppend>(Math.Min(share, line.Waiting.Count));
            while (part.Count < Math.Min(share, left) && line.Waiting.TryDequeue(out var pending))
                part.Add(pending);
            if (part.Count == 0)
                continue; // drained meanwhile
            line.InBatch = true;
            left -= part.Count;
            JournalMetrics.QueueLength.Add(-part.Count);
            batch.Add(part);
        }
        _awaitedBatches++;
        if (_closed)
            _signal.Release();
        else
            Signal();
        return batch;
    }

    private void MakeReady(Line line)
    {
        if (line.InBatch || line.IsReady)
            return;
        line.IsReady = true;
        _ready.Enqueue(line);
        Signal();
    }

    private void Signal()
    {
        if (HasBatch && _signal.CurrentCount == 0)
            _signal.Release();
    }

    private sealed class Line(string id)
    {
        public string Id { get; } = id;

        public Queue<PendingAppend> Waiting { get; } = new();

        public bool InBatch { get; set; }

        public bool IsReady { get; set; }
    }
}
