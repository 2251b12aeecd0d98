namespace OrleansChat.LoadTests.Load;

/// <summary>Moments at a fixed rate, none left out however late somebody comes for them.</summary>
/// <param name="start">The first; nanoseconds of <see cref="Clock"/>.</param>
/// <param name="perSecond">Above 0.</param>
internal sealed class FixedRate(long start, double perSecond)
{
    /// <summary>How many have been taken.</summary>
    public long Taken { get; private set; }

    /// <summary>The earliest that has not been taken. Counted from the start each time: no rounding adds up.</summary>
    public long Next => start + (long)(Taken * (Clock.Second / perSecond));

    /// <summary>Takes a moment that has come.</summary>
    /// <returns>False when the next one is still to come.</returns>
    public bool TryTake(long now, out long due)
    {
        due = Next;
        if (due > now)
            return false;
        Taken++;
        return true;
    }
}
