using Orleans.Storage;

namespace OrleansChat.InProcess.Tests;

/// <summary>What callers get: results, exceptions, timeouts, cancellation.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private ActorHarness _actors = null!;

    public async Task InitializeAsync() => _actors = await ActorHarness.StartAsync(time: _time);

    public async Task DisposeAsync() => await _actors.DisposeAsync();

    [Fact]
    public async Task All_kinds_of_tasks_are_returned()
    {
        var grain = _actors.NewGrain<ICalled>();

        await grain.Task();
        await grain.ValueTask();
        Assert.Equal(7, await grain.TaskOf(7));
        Assert.Equal("seven", await grain.ValueTaskOf("seven"));
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_as_it_is_with_the_stack_of_the_grain()
    {
        var thrown = await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => _actors.NewGrain<ICalled>().Throw("reason"));

        Assert.Equal("reason", thrown.Message);
        Assert.Contains(nameof(Called.ThrowDeepInside), thrown.StackTrace);
    }

    [Fact]
    public async Task An_exception_before_the_first_await_is_the_callers_too() =>
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => _actors.NewGrain<ICalled>().ThrowAtOnce().Soon());

    [Fact]
    public async Task An_exception_goes_through_other_grains_and_leaves_them_usable()
    {
        var outer = _actors.NewGrain<ICalled>();
        var inner = _actors.NewGrain<ICalled>();

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => outer.LetThrow(inner));

        Assert.Equal(1, await outer.TaskOf(1));
        Assert.Equal(1, await inner.TaskOf(1));
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait_and_its_exception_is_only_logged()
    {
        var grain = _actors.NewGrain<ICalled>();

        var call = grain.OneWay("end one way");

        Assert.True(call.IsCompletedSuccessfully);
        _actors.Meeting.Reach("end one way");
        Assert.Contains("OneWay", await _actors.Log.Logged<TimeZoneNotFoundException>().Soon());
    }

    [Fact]
    public async Task A_call_without_answer_times_out_naming_grain_and_method_and_runs_on()
    {
        var grain = _actors.Grains.GetGrain<ICalled>("t.slow");
        var call = grain.Hold("slow", CancellationToken.None);
        await _actors.Meeting.At("in slow").Soon();

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => call.Soon());
        Assert.Contains("Called 't.slow', ICalled.Hold", thrown.Message);
        _actors.Meeting.Reach("end slow");
        await _actors.Meeting.At("after slow").Soon();
    }

    [Fact]
    public async Task A_methods_own_timeout_wins()
    {
        var call = _actors.NewGrain<ICalled>().HoldBriefly("brief");
        await _actors.Meeting.At("in brief").Soon();

        _time.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<TimeoutException>(() => call.Soon());
    }

    [Fact]
    public async Task A_call_that_timed_out_while_it_waited_never_runs()
    {
        var grain = _actors.NewGrain<ICalled>();
        var first = grain.Hold("first", CancellationToken.None);
        await _actors.Meeting.At("in first").Soon();
        var waiting = grain.HoldBriefly("waiting");

        _time.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.Soon());
        _actors.Meeting.Reach("end first");
        await first.Soon();
        await grain.Task().Soon();

        Assert.False(_actors.Meeting.At("in waiting").IsCompleted);
    }

    [Fact]
    public async Task A_grain_that_calls_itself_while_busy_gets_a_timeout_instead_of_a_deadlock()
    {
        var grain = _actors.NewGrain<ICalled>();
        var call = grain.CallMyself();
        await _actors.Meeting.At("calling myself").Soon();

        _time.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<TimeoutException>(() => call.Soon());
        await grain.Task().Soon();
    }

    [Fact]
    public async Task Cancelling_ends_the_callers_waiting_and_cancels_the_methods_token_in_a_turn()
    {
        using var cancellation = new CancellationTokenSource();
        var grain = _actors.NewGrain<ICalled>();
        var call = grain.WaitForCancellation(cancellation.Token);
        await _actors.Meeting.At("waiting for cancellation").Soon();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        await _actors.Meeting.At("cancelled in a turn").Soon();
    }

    [Fact]
    public async Task Cancelling_a_call_that_waits_keeps_it_from_running()
    {
        using var cancellation = new CancellationTokenSource();
        var grain = _actors.NewGrain<ICalled>();
        var first = grain.Hold("first", CancellationToken.None);
        await _actors.Meeting.At("in first").Soon();
        var waiting = grain.Hold("waiting", cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        _actors.Meeting.Reach("end first");
        await first.Soon();
        await grain.Task().Soon();

        Assert.False(_actors.Meeting.At("in waiting").IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_token_makes_no_call()
    {
        var grain = _actors.NewGrain<ICalled>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.Hold("never", new(canceled: true)).Soon());
        await grain.Task().Soon();

        Assert.False(_actors.Meeting.At("in never").IsCompleted);
    }

    [Fact]
    public async Task An_escaped_state_conflict_deactivates_its_own_activation_only()
    {
        var outer = _actors.NewGrain<ICalled>();
        var inner = _actors.NewGrain<ICalled>();
        var (outerBefore, innerBefore) = (await outer.WhoAreYou(), await inner.WhoAreYou());

        await Assert.ThrowsAsync<InconsistentStateException>(() => outer.LetConflict(inner));

        Assert.Equal(outerBefore, await outer.WhoAreYou().Soon());
        Assert.NotEqual(innerBefore, await inner.WhoAreYou().Soon());
    }

    [Fact]
    public void References_to_the_same_grain_are_equal()
    {
        var grain = _actors.Grains.GetGrain<ICalled>("t.one");

        Assert.Equal(grain, _actors.Grains.GetGrain<ICalled>("t.one"));
        Assert.Equal(grain.GetHashCode(), _actors.Grains.GetGrain<ICalled>("t.one").GetHashCode());
        Assert.NotEqual(grain, _actors.Grains.GetGrain<ICalled>("t.two"));
        Assert.Equal("t.one", grain.GetPrimaryKeyString());
    }

    [Fact]
    public async Task A_reference_can_be_seen_through_another_interface_of_the_grain()
    {
        var grain = _actors.Grains.GetGrain<ICalled>("t.one");

        Assert.Equal("t.one", await grain.AsReference<ICalledElse>().WhichKey());
        Assert.Throws<InvalidCastException>(() => grain.AsReference<IWorker>());
    }

    [Fact]
    public async Task Where_classes_share_an_interface_the_prefix_chooses()
    {
        Assert.Throws<ArgumentException>(() => _actors.Grains.GetGrain<IAmbiguous>("t.one"));

        Assert.Equal(nameof(AmbiguousSecond), await _actors.Grains.GetGrain<IAmbiguous>("t.one", nameof(AmbiguousSecond)).WhatAreYou());
    }

    [Fact]
    public void An_interface_without_a_grain_class_is_refused() =>
        Assert.Throws<ArgumentException>(() => _actors.Grains.GetGrain<INobody>("t.one"));

    [Fact]
    public void A_grain_made_by_hand_says_so()
    {
        var grain = new AmbiguousFirst();

        Assert.Throws<InvalidOperationException>(() => grain.GetPrimaryKeyString());
    }
}

public interface ICalledElse : IGrainWithStringKey
{
    Task<string> WhichKey();
}

public interface ICalled : IGrainWithStringKey
{
    Task Task();

    ValueTask ValueTask();

    Task<int> TaskOf(int value);

    ValueTask<string> ValueTaskOf(string value);

    Task Throw(string message);

    Task ThrowAtOnce();

    Task LetThrow(ICalled other);

    Task LetConflict(ICalled other);

    Task Conflict();

    [OneWay]
    Task OneWay(string end);

    /// <summary>Reaches "in NAME", waits for "end NAME", reaches "after NAME".</summary>
    Task Hold(string name, CancellationToken cancellationToken);

    [ResponseTimeout("00:00:02")]
    Task HoldBriefly(string name);

    Task CallMyself();

    Task WaitForCancellation(CancellationToken cancellationToken);

    Task<Guid> WhoAreYou();
}

public sealed class Called(Meeting meeting) : Grain, ICalled, ICalledElse
{
    private readonly Guid _self = Guid.NewGuid();

    public Task Task() => System.Threading.Tasks.Task.CompletedTask;

    public ValueTask ValueTask() => System.Threading.Tasks.ValueTask.CompletedTask;

    public async Task<int> TaskOf(int value)
    {
        await System.Threading.Tasks.Task.Yield();
        return value;
    }

    public ValueTask<string> ValueTaskOf(string value) => new(value);

    public Task Throw(string message) => ThrowDeepInside(message);

    public Task ThrowAtOnce() => throw new TimeZoneNotFoundException();

    public Task LetThrow(ICalled other) => other.Throw("inner");

    public async Task LetConflict(ICalled other) => await other.Conflict();

    public Task Conflict() => throw new InconsistentStateException("conflict", "2", "1");

    public async Task OneWay(string end)
    {
        await meeting.At(end);
        throw new TimeZoneNotFoundException();
    }

    public async Task Hold(string name, CancellationToken cancellationToken)
    {
        meeting.Reach($"in {name}");
        await meeting.At($"end {name}");
        meeting.Reach($"after {name}");
    }

    public Task HoldBriefly(string name) => Hold(name, CancellationToken.None);

    public async Task CallMyself()
    {
        var call = this.AsReference<ICalled>().HoldBriefly("myself");
        meeting.Reach("calling myself");
        await call;
    }

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<TaskScheduler>();
        using var registration = cancellationToken.Register(() => cancelled.SetResult(TaskScheduler.Current));
        meeting.Reach("waiting for cancellation");
        if (await cancelled.Task == TaskScheduler.Current)
            meeting.Reach("cancelled in a turn");
    }

    public Task<Guid> WhoAreYou() => System.Threading.Tasks.Task.FromResult(_self);

    public Task<string> WhichKey() => System.Threading.Tasks.Task.FromResult(this.GetPrimaryKeyString());

    internal static async Task ThrowDeepInside(string message)
    {
        await System.Threading.Tasks.Task.Yield();
        throw new TimeZoneNotFoundException(message);
    }
}

public interface IAmbiguous : IGrainWithStringKey
{
    Task<string> WhatAreYou();
}

public sealed class AmbiguousFirst : Grain, IAmbiguous
{
    public Task<string> WhatAreYou() => Task.FromResult(nameof(AmbiguousFirst));
}

public sealed class AmbiguousSecond : Grain, IAmbiguous
{
    public Task<string> WhatAreYou() => Task.FromResult(nameof(AmbiguousSecond));
}

public interface INobody : IGrainWithStringKey;
