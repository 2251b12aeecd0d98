namespace OrleansChat.InProcess.Tests;

/// <summary>Timers of grains and idle deactivation, on a clock that the test moves.</summary>
public sealed class TimeTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private ActorHarness _actors = null!;

    public async Task InitializeAsync() => _actors = await ActorHarness.StartAsync(
        options =>
        {
            options.CollectionAge = TimeSpan.FromMinutes(10);
            options.ResponseTimeout = TimeSpan.FromDays(1);
        },
        _time);

    public async Task DisposeAsync() => await _actors.DisposeAsync();

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_with_its_period()
    {
        var grain = await StartTimer(new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, await grain.CountTicks().Soon());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await grain.CountTicks().Soon());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, await grain.CountTicks().Soon());
    }

    [Fact]
    public async Task A_timer_without_period_ticks_once_and_can_be_set_again()
    {
        var grain = await StartTimer(new(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan));

        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(1, await grain.CountTicks().Soon());
        await grain.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan).Soon();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2, await grain.CountTicks().Soon());
    }

    [Fact]
    public async Task A_tick_never_overlaps_itself_and_the_period_counts_from_its_end()
    {
        var grain = await StartTimer(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true }, "tick");
        _time.Advance(TimeSpan.FromSeconds(1));
        await _actors.Meeting.At("in tick").Soon();

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await grain.CountTicks().Soon());

        _actors.Meeting.Reach("end tick");
        await grain.WaitForTicksEnd().Soon();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await grain.CountTicks().Soon());
    }

    [Fact]
    public async Task A_tick_that_awaits_keeps_calls_waiting()
    {
        var grain = await StartTimer(new(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan), "tick");
        _time.Advance(TimeSpan.FromSeconds(1));
        await _actors.Meeting.At("in tick").Soon();

        var call = grain.CountTicks();
        await grain.Interleaved().Soon();
        Assert.False(call.IsCompleted);

        _actors.Meeting.Reach("end tick");
        Assert.Equal(1, await call.Soon());
    }

    [Fact]
    public async Task A_failing_tick_is_logged_and_the_timer_goes_on()
    {
        var grain = await StartTimer(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), "fail");

        _time.Advance(TimeSpan.FromSeconds(1));
        await _actors.Log.Logged<TimeZoneNotFoundException>().Soon();
        await grain.Interleaved().Soon();
        await grain.WaitForTicksEnd().Soon();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await grain.CountTicks().Soon());
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more_and_its_token_is_cancelled()
    {
        var grain = await StartTimer(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await grain.DisposeTimer().Soon());
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, await grain.CountTicks().Soon());
    }

    [Fact]
    public async Task An_idle_grain_is_deactivated_after_its_age_and_not_before()
    {
        var grain = _actors.NewGrain<ITimed>();
        await grain.Interleaved().Soon();

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(_actors.Meeting.Events);
        _time.Advance(TimeSpan.FromMinutes(2));

        await _actors.Meeting.At("deactivated").Soon();
        Assert.Equal(["deactivated ActivationIdle"], _actors.Meeting.Events);
    }

    [Fact]
    public async Task Calls_keep_a_grain_active()
    {
        var grain = _actors.NewGrain<ITimed>();
        for (var minute = 0; minute < 30; minute += 6)
        {
            await grain.Interleaved().Soon();
            _time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Empty(_actors.Meeting.Events);
    }

    [Fact]
    public async Task A_running_call_keeps_a_grain_active()
    {
        var grain = _actors.NewGrain<ITimed>();
        var call = grain.Hold("call");
        await _actors.Meeting.At("in call").Soon();

        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Empty(_actors.Meeting.Events);

        _actors.Meeting.Reach("end call");
        await call.Soon();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timer_keeps_a_grain_active_only_if_it_says_so(bool keepAlive)
    {
        var period = TimeSpan.FromSeconds(61); // nothing else is timed so
        await StartTimer(new(period, period) { KeepAlive = keepAlive }, "note");
        for (var tick = 1; tick <= 11; tick++)
        {
            _time.Advance(period);
            if (!keepAlive && tick >= 10)
                continue;
            await _actors.Meeting.At($"tick {tick} ended").Soon();
            await _time.IsSetFor(period).Soon();
        }

        if (!keepAlive)
            await _actors.Meeting.At("deactivated").Soon();
        Assert.Equal(keepAlive ? [] : ["deactivated ActivationIdle"], _actors.Meeting.Events);
    }

    [Fact]
    public async Task A_grain_can_delay_its_deactivation()
    {
        var grain = _actors.NewGrain<ITimed>();
        await grain.Delay(TimeSpan.FromMinutes(60)).Soon();

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(_actors.Meeting.Events);
        _time.Advance(TimeSpan.FromMinutes(2));

        await _actors.Meeting.At("deactivated").Soon();
    }

    [Fact]
    public async Task A_class_can_have_an_age_of_its_own()
    {
        await _actors.NewGrain<IShortLived>().Work().Soon();

        _time.Advance(TimeSpan.FromMinutes(3));

        await _actors.Meeting.At("short life over").Soon();
    }

    private async Task<ITimed> StartTimer(GrainTimerCreationOptions options, string behaviour = "count")
    {
        var grain = _actors.NewGrain<ITimed>();
        await grain.StartTimer(behaviour, options).Soon();
        return grain;
    }
}

public interface ITimed : IGrainWithStringKey
{
    Task StartTimer(string behaviour, GrainTimerCreationOptions options);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task<bool> DisposeTimer();

    /// <summary>Not before a tick that has begun: it waits for its turn.</summary>
    Task<int> CountTicks();

    [AlwaysInterleave]
    Task WaitForTicksEnd();

    [AlwaysInterleave]
    Task Interleaved();

    Task Hold(string name);

    Task Delay(TimeSpan time);
}

public sealed class Timed(Meeting meeting) : Grain, ITimed
{
    private IGrainTimer? _timer;
    private CancellationToken _timersToken;
    private int _ticks;
    private Task _lastTick = Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
            meeting.Record($"deactivated {reason.ReasonCode}");
        meeting.Reach("deactivated");
        return Task.CompletedTask;
    }

    public Task StartTimer(string behaviour, GrainTimerCreationOptions options)
    {
        _timer = this.RegisterGrainTimer(
            (name, token) =>
            {
                _timersToken = token;
                return _lastTick = Tick(name);
            },
            behaviour,
            options);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task<bool> DisposeTimer()
    {
        _timer!.Dispose();
        return Task.FromResult(_timersToken.IsCancellationRequested);
    }

    public Task<int> CountTicks() => Task.FromResult(_ticks);

    public async Task WaitForTicksEnd() => await _lastTick.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task Interleaved() => Task.CompletedTask;

    public async Task Hold(string name)
    {
        meeting.Reach($"in {name}");
        await meeting.At($"end {name}");
    }

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    private Task Tick(string behaviour)
    {
        _ticks++;
        switch (behaviour)
        {
            case "fail":
                throw new TimeZoneNotFoundException();
            case "tick":
                return Hold("tick");
            case "note":
                meeting.Reach($"tick {_ticks} ended");
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }
}

public interface IShortLived : IGrainWithStringKey
{
    Task Work();
}

[CollectionAgeLimit(Minutes = 2)]
public sealed class ShortLived(Meeting meeting) : Grain, IShortLived
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meeting.Reach("short life over");
        return Task.CompletedTask;
    }

    public Task Work() => Task.CompletedTask;
}
