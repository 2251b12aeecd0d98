namespace OrleansChat.Chaos;

/// <summary>A conversation of the run.</summary>
/// <param name="Members">Numbers of clients.</param>
internal sealed record Talk(string Id, ImmutableArray<int> Members)
{
    private long _firstSeq = long.MaxValue;
    private long _lastSeq;

    /// <summary>The least seq that was acknowledged so far; before it are only system messages.</summary>
    public long FirstSeq => Volatile.Read(ref _firstSeq);

    /// <summary>The greatest seq that was acknowledged so far.</summary>
    public long LastSeq => Volatile.Read(ref _lastSeq);

    public bool IsDirect => Members.Length == 2;

    public void Acked(long seq)
    {
        for (var known = FirstSeq; known > seq; known = FirstSeq)
            Interlocked.CompareExchange(ref _firstSeq, seq, known);
        for (var known = LastSeq; known < seq; known = LastSeq)
            Interlocked.CompareExchange(ref _lastSeq, seq, known);
    }
}
