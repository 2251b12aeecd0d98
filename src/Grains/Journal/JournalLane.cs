namespace OrleansChat.Grains.Journal;

/// <summary>Conversations that take turns with each other, and the open batches of theirs. Not safe for concurrent use: the queue locks.</summary>
/// <param name="minBeside">Conversations that must be ready before a batch is opened beside another.</param>
/// <param name="maxOpen">Open batches, at most.</param>
internal sealed class JournalLane(int minBeside, int maxOpen)
{
    private int _open;
    private int _awaited;

    /// <summary>In the order of their turns.</summary>
    public Queue<JournalLine> Ready { get; } = new();

    /// <param name="isClosed">What is left need not wait for company.</param>
    public bool HasBatch(bool isClosed) =>
        Ready.Count > 0 && _open < maxOpen && (_awaited == 0 || Ready.Count >= minBeside || isClosed);

    public void Begin()
    {
        _open++;
        _awaited++;
    }

    public void LetPass(JournalBatch batch)
    {
        batch.IsAwaited = false;
        _awaited--;
    }

    public void End(JournalBatch batch)
    {
        _open--;
        if (batch.IsAwaited)
            _awaited--;
    }
}
