using Microsoft.Extensions.Time.Testing;
using OrleansChat.Grains.Limits;

namespace OrleansChat.Grains.Tests.Limits;

/// <summary>Attempts by address, counted exactly and within bounds.</summary>
public sealed class AttemptWindowsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void In_no_minute_are_there_more_than_the_limit()
    {
        var windows = new AttemptWindows(_clock, 10);
        var random = new Random(1);
        var admitted = new List<DateTimeOffset>();
        for (var attempt = 0; attempt < 2_000; attempt++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(2_000)));
            if (windows.TryTake("login", "a", 30, Minute) is null)
                admitted.Add(_clock.GetUtcNow());
        }
        Assert.True(admitted.Count > 300);
        for (var i = 30; i < admitted.Count; i++)
            Assert.True(admitted[i] - admitted[i - 30] >= Minute);
    }

    [Fact]
    public void The_wait_that_is_told_is_right()
    {
        var windows = new AttemptWindows(_clock, 10);
        for (var attempt = 0; attempt < 3; attempt++, _clock.Advance(TimeSpan.FromSeconds(5)))
            Assert.Null(windows.TryTake("login", "a", 3, Minute));
        var wait = windows.TryTake("login", "a", 3, Minute);
        Assert.Equal(TimeSpan.FromSeconds(45), wait);
        _clock.Advance(wait!.Value - TimeSpan.FromTicks(1));
        Assert.NotNull(windows.TryTake("login", "a", 3, Minute));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(windows.TryTake("login", "a", 3, Minute));
    }

    [Fact]
    public void Addresses_and_limits_are_counted_apart()
    {
        var windows = new AttemptWindows(_clock, 10);
        Assert.Null(windows.TryTake("login", "a", 1, Minute));
        Assert.NotNull(windows.TryTake("login", "a", 1, Minute));
        Assert.Null(windows.TryTake("login", "b", 1, Minute));
        Assert.Null(windows.TryTake("registration", "a", 1, Minute));
    }

    [Fact]
    public void What_is_over_is_forgotten_and_memory_is_bounded()
    {
        var windows = new AttemptWindows(_clock, 100);
        for (var address = 0; address < 1_000; address++)
            Assert.Null(windows.TryTake("login", $"{address}", 1, Minute));
        Assert.Equal(100, windows.Count);
        Assert.NotNull(windows.TryTake("login", "999", 1, Minute));
        _clock.Advance(Minute);
        Assert.Null(windows.TryTake("login", "999", 1, Minute));
        Assert.Equal(1, windows.Count);
    }
}
