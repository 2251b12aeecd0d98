namespace OrleansChat.Grains.Journal;

/// <summary>What waits of one conversation, in order. Not safe for concurrent use: the queue locks.</summary>
internal sealed class JournalLine
{
    private readonly Queue<PendingAppend> _waiting = new();

    public int Count => _waiting.Count;

    /// <summary>Those that wait and take a version. What takes none, such as a cursor, costs little.</summary>
    public int Steps { get; private set; }

    public bool InBatch { get; set; }

    public bool IsReady { get; set; }

    /// <summary>Whether its last batch was one of loud conversations.</summary>
    public bool WasLoud { get; set; }

    public void Add(PendingAppend pending)
    {
        _waiting.Enqueue(pending);
        Steps += StepsOf(pending);
    }

    /// <summary>Takes out the first ones.</summary>
    /// <param name="most">So many at most,</param>
    /// <param name="mostSteps">and so many that take a version.</param>
    public List<PendingAppend> Take(int most, int mostSteps)
    {
        var taken = new List<PendingAppend>(Math.Min(most, _waiting.Count));
        while (taken.Count < most && _waiting.TryPeek(out var next) && StepsOf(next) <= mostSteps)
        {
            mostSteps -= StepsOf(next);
            taken.Add(TakeFirst());
        }
        return taken;
    }

    /// <summary>Takes out the first ones, as far as they are of that writer.</summary>
    public List<PendingAppend> TakeOf(JournalWriter writer)
    {
        var taken = new List<PendingAppend>();
        while (_waiting.TryPeek(out var next) && next.Writer == writer)
            taken.Add(TakeFirst());
        return taken;
    }

    private PendingAppend TakeFirst()
    {
        var first = _waiting.Dequeue();
        Steps -= StepsOf(first);
        return first;
    }

    private static int StepsOf(PendingAppend pending) => pending.Append.Step is null ? 0 : 1;
}
