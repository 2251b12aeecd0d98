using OrleansChat.LoadTests.Load;

namespace OrleansChat.Chaos.Tests.Bench;

/// <summary>The percentiles of the benchmark, against sorting.</summary>
public sealed class HistogramTests
{
    private static readonly double[] Fractions = [0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1];

    [Theory]
    [InlineData(1, 300)]
    [InlineData(100, 1e5)]
    [InlineData(1e4, 1e9)]
    [InlineData(1, 1e18)]
    public void APercentileIsOffByLessThanOnePercent(double from, double to)
    {
        var random = new Random(3);
        var histogram = new Histogram();
        var values = new long[20_000];
        for (var i = 0; i < values.Length; i++)
        {
            // As many in each order of magnitude.
            values[i] = (long)(from * Math.Pow(to / from, random.NextDouble()));
            histogram.Record(values[i]);
        }
        Array.Sort(values);

        foreach (var fraction in Fractions)
        {
            var exact = values[Math.Max(0, (int)Math.Ceiling(fraction * values.Length) - 1)];
            Assert.InRange(histogram.Percentile(fraction), exact * 0.99, exact * 1.01);
        }
        Assert.Equal(values[^1], histogram.Max);
        Assert.Equal(values.Length, histogram.Count);
    }

    [Fact]
    public void ValuesBelow256AreExact()
    {
        var histogram = new Histogram();
        for (var i = 0; i < 256; i++)
            histogram.Record(i);

        for (var i = 0; i < 256; i++)
            Assert.Equal(i, histogram.Percentile((i + 1) / 256.0));
    }

    [Fact]
    public void NoPercentileIsAboveTheLargestValue()
    {
        var histogram = new Histogram();
        histogram.Record(1_000_001);

        Assert.Equal(1_000_001, histogram.Max);
        Assert.InRange(histogram.Percentile(1), 990_000, 1_000_001);
    }

    [Fact]
    public void AddedOnesCountTogether()
    {
        var (one, other) = (new Histogram(), new Histogram());
        one.Record(10);
        other.Record(20);
        other.Record(long.MaxValue);
        one.Add(other);

        Assert.Equal(3, one.Count);
        Assert.Equal(20, one.Percentile(0.5));
        Assert.Equal(long.MaxValue, one.Max);
    }

    [Fact]
    public void AnEmptyOneAnswersZero()
    {
        Assert.Equal(0, new Histogram().Percentile(0.99));
        Assert.Equal(0, new Histogram().Max);
    }
}
