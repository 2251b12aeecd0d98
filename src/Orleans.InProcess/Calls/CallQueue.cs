namespace OrleansChat.InProcess.Calls;

/// <summary>
/// The waiting and the running calls of one host, and the rule of who may run beside whom.
/// Calls start in the order of their arrival, save that one may overtake others that have to wait.
/// Not safe for concurrent use: the host locks.
/// </summary>
internal sealed class CallQueue(bool isReentrant)
{
    private static readonly Interleaving[] Kinds = Enum.GetValues<Interleaving>();

    private readonly Queue<Call>[] _waiting = [.. Kinds.Select(_ => new Queue<Call>())];
    private readonly int[] _runningOfKind = new int[Kinds.Length];
    private readonly List<Call> _running = [];
    private long _arrivals;

    public int RunningCount => _running.Count;

    public int Count
    {
        get
        {
            var count = _running.Count;
            foreach (var queue in _waiting)
                count += queue.Count;
            return count;
        }
    }

    public void Add(Call call)
    {
        call.Arrival = _arrivals++;
        _waiting[(int)KindOf(call)].Enqueue(call);
    }

    /// <summary>Takes the next call that may start now, and counts it as running; null when all have to wait.</summary>
    public Call? StartNext()
    {
        Queue<Call>? next = null;
        foreach (var kind in Kinds)
        {
            var queue = _waiting[(int)kind];
            while (queue.TryPeek(out var head) && head.IsAnswered)
                queue.Dequeue();
            if (queue.Count > 0 && MayStart(kind) && (next is null || queue.Peek().Arrival < next.Peek().Arrival))
                next = queue;
        }

        if (next is null)
            return null;

        var call = next.Dequeue();
        call.RunningIndex = _running.Count;
        _running.Add(call);
        _runningOfKind[(int)KindOf(call)]++;
        return call;
    }

    public void End(Call call)
    {
        var last = _running[^1];
        _running[call.RunningIndex] = last;
        last.RunningIndex = call.RunningIndex;
        _running.RemoveAt(_running.Count - 1);
        _runningOfKind[(int)KindOf(call)]--;
    }

    /// <summary>Removes all that wait, in the order of their arrival.</summary>
    public IReadOnlyList<Call> TakeWaiting()
    {
        Call[] calls = [.. _waiting.SelectMany(queue => queue).Where(call => !call.IsAnswered).OrderBy(call => call.Arrival)];
        foreach (var queue in _waiting)
            queue.Clear();
        return calls;
    }

    /// <summary>Times out what nobody waits for any more. Running calls run on.</summary>
    public void Expire(long timestamp)
    {
        if (Count == 0)
            return;
        foreach (var call in All().Where(call => call.Deadline <= timestamp))
            call.TimeOut();
    }

    /// <summary>Answers all with this failure.</summary>
    public void Fail(Exception failure)
    {
        foreach (var call in All())
            call.Fail(failure);
    }

    private IEnumerable<Call> All() => _running.Concat(_waiting.SelectMany(queue => queue));

    private Interleaving KindOf(Call call) => isReentrant ? Interleaving.Always : call.Interleaving;

    private bool MayStart(Interleaving kind) => kind switch
    {
        Interleaving.Always => true,
        Interleaving.WithReadOnly => _runningOfKind[(int)Interleaving.Never] == 0,
        _ => _runningOfKind[(int)Interleaving.Never] == 0 && _runningOfKind[(int)Interleaving.WithReadOnly] == 0,
    };
}
