using OrleansChat.LoadTests.Load;

namespace OrleansChat.Chaos.Tests.Bench;

/// <summary>The open loop: a stall of the server, or of the generator, hides no message that was due meanwhile.</summary>
public sealed class FixedRateTests
{
    [Fact]
    public void AfterAStallEverythingIsDueThatWasDueMeanwhile()
    {
        var moments = new FixedRate(start: 1_000, perSecond: 1_000);
        Assert.True(moments.TryTake(1_000, out var first));
        Assert.False(moments.TryTake(1_000, out _));

        var late = new List<long>();
        while (moments.TryTake(1_000 + (5 * Clock.Second / 1_000), out var due))
            late.Add(due);

        Assert.Equal(1_000, first);
        // When they were due, not when they were sent.
        Assert.Equal([1_001_000, 2_001_000, 3_001_000, 4_001_000, 5_001_000], late);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7_000)]
    [InlineData(12_345.678)]
    public void NoRoundingAddsUp(double perSecond)
    {
        var moments = new FixedRate(start: 0, perSecond);
        while (moments.TryTake((100 * Clock.Second) - 1, out _))
        {
        }

        Assert.InRange(moments.Taken, (100 * perSecond) - 1, (100 * perSecond) + 1);
    }
}
