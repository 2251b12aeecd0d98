using System.Numerics;

namespace OrleansChat.LoadTests.Load;

/// <summary>
/// Durations in nanoseconds, counted in buckets that grow with the value: 128 to each power of two, so that a percentile is off by
/// less than 0.4 %. After HdrHistogram (http://hdrhistogram.org).
/// </summary>
internal sealed class Histogram
{
    private const int Bits = 7;
    private const int PerPower = 1 << Bits;

    private readonly long[] _counts = new long[(64 - Bits) * PerPower];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The largest, exactly; 0 when there is none.</summary>
    public long Max { get; private set; }

    /// <param name="nanoseconds">Below 0 counts as 0.</param>
    public void Record(long nanoseconds)
    {
        nanoseconds = Math.Max(nanoseconds, 0);
        _counts[Index(nanoseconds)]++;
        Count++;
        Max = Math.Max(Max, nanoseconds);
    }

    /// <summary>The smallest value that so many are not above; 0 when there is none.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    public long Percentile(double fraction)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(fraction * Count));
        var seen = 0L;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= rank)
                return Math.Min(Middle(index), Max);
        }
        return 0;
    }

    public void Add(Histogram other)
    {
        for (var index = 0; index < _counts.Length; index++)
            _counts[index] += other._counts[index];
        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>Below 256 each value has a bucket; then the highest 8 bits name it.</summary>
    private static int Index(long value)
    {
        var shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value) - Bits);
        return (shift * PerPower) + (int)(value >> shift);
    }

    private static long Middle(int index)
    {
        var shift = Math.Max(0, (index / PerPower) - 1);
        var lowest = (long)(index - (shift * PerPower)) << shift;
        return lowest + ((1L << shift) / 2);
    }
}
