using System.Diagnostics;
using System.Transactions;

namespace OrleansChat.InProcess.Tests;

/// <summary>Turns of one activation: one at a time, in order, and on the activation's own scheduler.</summary>
public sealed class SchedulingTests : IAsyncLifetime
{
    private ActorHarness _actors = null!;

    public async Task InitializeAsync() => _actors = await ActorHarness.StartAsync();

    public async Task DisposeAsync() => await _actors.DisposeAsync();

    [Theory]
    [InlineData(typeof(ITurnCounter))]
    [InlineData(typeof(IReentrantTurnCounter))]
    public async Task No_two_turns_run_at_once_under_thousands_of_concurrent_calls(Type kind)
    {
        const int Callers = 8, CallsEach = 1_000;
        ITurnCounterMethods grain = kind == typeof(ITurnCounter)
            ? _actors.NewGrain<ITurnCounter>()
            : _actors.NewGrain<IReentrantTurnCounter>();

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() =>
            Task.WhenAll(Enumerable.Range(0, CallsEach).Select(_ => grain.CountInThreeTurns()))))).Soon();

        Assert.Equal((Count: 3 * Callers * CallsEach, Overlaps: 0), await grain.GetCounts().Soon());
    }

    [Fact]
    public async Task Continuations_stay_on_the_activation()
    {
        var grain = _actors.NewGrain<ISchedulerReporter>();

        var seen = await grain.ReportSchedulers().Soon();

        Assert.All(seen, scheduler => Assert.Same(seen[0], scheduler));
        Assert.NotSame(TaskScheduler.Default, seen[0]);
    }

    [Fact]
    public async Task Continuations_that_do_not_want_the_context_leave_the_activation() =>
        Assert.Same(TaskScheduler.Default, await _actors.NewGrain<ISchedulerReporter>().ReportSchedulerWithoutContext().Soon());

    [Fact]
    public async Task The_callers_activity_goes_along_but_neither_its_transaction_nor_its_async_locals()
    {
        var grain = _actors.NewGrain<ISchedulerReporter>();
        SchedulerReporter.Ambient.Value = "the caller's";
        using var activity = new Activity("call").Start();
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        var seen = await grain.ReportAmbient().Soon();

        Assert.Equal(new AmbientReport(activity.Id, InTransaction: false, AsyncLocal: null), seen);
    }

    [Fact]
    public async Task What_one_call_sets_in_its_context_does_not_reach_the_next()
    {
        var grain = _actors.NewGrain<ISchedulerReporter>();
        using (new Activity("first").Start())
            await grain.ReportAmbient().Soon();

        Assert.Null((await grain.ReportAmbient().Soon()).ActivityId);
    }

    [Fact]
    public async Task Calls_start_in_the_order_of_their_arrival()
    {
        var grain = _actors.NewGrain<IWorker>();
        var first = grain.Hold("first");
        await _actors.Meeting.At("in first").Soon();

        var rest = Enumerable.Range(0, 500).Select(number => grain.Record($"{number}")).ToList();
        _actors.Meeting.Reach("end first");
        await Task.WhenAll(rest.Append(first)).Soon();

        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{number}"), _actors.Meeting.Events);
    }

    [Fact]
    public async Task A_call_that_awaits_keeps_others_waiting()
    {
        var grain = _actors.NewGrain<IWorker>();
        var first = grain.Hold("first");
        await _actors.Meeting.At("in first").Soon();

        var second = grain.Hold("second");
        await grain.Interleaved().Soon();
        Assert.False(_actors.Meeting.At("in second").IsCompleted);

        _actors.Meeting.Reach("end first");
        _actors.Meeting.Reach("end second");
        await Task.WhenAll(first, second).Soon();
    }

    [Fact]
    public async Task An_interleaving_call_overtakes_those_that_wait()
    {
        var grain = _actors.NewGrain<IWorker>();
        var first = grain.Hold("first");
        var second = grain.Record("second");
        await _actors.Meeting.At("in first").Soon();

        await grain.Interleaved().Soon();

        Assert.False(second.IsCompleted);
        _actors.Meeting.Reach("end first");
        await Task.WhenAll(first, second).Soon();
    }

    [Fact]
    public async Task Read_only_calls_run_beside_each_other_but_not_beside_others()
    {
        var grain = _actors.NewGrain<IWorker>();
        var readers = new[] { grain.HoldReading("one"), grain.HoldReading("two") };
        await Task.WhenAll(_actors.Meeting.At("in one"), _actors.Meeting.At("in two")).Soon();

        var writer = grain.Hold("writer");
        _actors.Meeting.Reach("end one");
        await readers[0].Soon();
        await grain.Interleaved().Soon();
        Assert.False(_actors.Meeting.At("in writer").IsCompleted);

        _actors.Meeting.Reach("end two");
        await _actors.Meeting.At("in writer").Soon();
        var late = grain.HoldReading("late");
        await grain.Interleaved().Soon();
        Assert.False(_actors.Meeting.At("in late").IsCompleted);

        _actors.Meeting.Reach("end writer");
        _actors.Meeting.Reach("end late");
        await Task.WhenAll(readers.Append(writer).Append(late)).Soon();
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_run_while_others_await()
    {
        var grain = _actors.NewGrain<IReentrantWorker>();
        var first = grain.Hold("first");
        await _actors.Meeting.At("in first").Soon();

        await grain.Record("second").Soon();

        Assert.False(first.IsCompleted);
        _actors.Meeting.Reach("end first");
        await first.Soon();
    }

    [Fact]
    public async Task A_grain_can_call_its_own_interleaving_methods()
    {
        var grain = _actors.NewGrain<IWorker>();

        await grain.CallMyselfInterleaved().Soon();
    }
}

public interface ITurnCounterMethods
{
    Task CountInThreeTurns();

    Task<(int Count, int Overlaps)> GetCounts();
}

public interface ITurnCounter : ITurnCounterMethods, IGrainWithStringKey;

public interface IReentrantTurnCounter : ITurnCounterMethods, IGrainWithStringKey;

public abstract class TurnCounterBase : Grain, ITurnCounterMethods
{
    private int _turns;
    private int _overlaps;
    private int _count;

    public async Task CountInThreeTurns()
    {
        Turn();
        await Task.Yield();
        Turn();
        await Task.Run(() => { });
        Turn();
    }

    public Task<(int Count, int Overlaps)> GetCounts() => Task.FromResult((_count, _overlaps));

    private void Turn()
    {
        if (Interlocked.Increment(ref _turns) != 1)
            _overlaps++;
        // Not atomic on purpose: overlapping turns would lose some.
        var before = _count;
        Thread.SpinWait(20);
        _count = before + 1;
        Interlocked.Decrement(ref _turns);
    }
}

public sealed class TurnCounter : TurnCounterBase, ITurnCounter;

[Reentrant]
public sealed class ReentrantTurnCounter : TurnCounterBase, IReentrantTurnCounter;

public sealed record AmbientReport(string? ActivityId, bool InTransaction, string? AsyncLocal);

public interface ISchedulerReporter : IGrainWithStringKey
{
    Task<TaskScheduler[]> ReportSchedulers();

    Task<TaskScheduler> ReportSchedulerWithoutContext();

    Task<AmbientReport> ReportAmbient();
}

public sealed class SchedulerReporter : Grain, ISchedulerReporter
{
    public static readonly AsyncLocal<string?> Ambient = new();

    private readonly TaskScheduler _inConstructor = TaskScheduler.Current;
    private TaskScheduler? _inActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _inActivation = TaskScheduler.Current;
        return Task.CompletedTask;
    }

    public async Task<TaskScheduler[]> ReportSchedulers()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        await Task.Run(() => { });
        var afterPool = TaskScheduler.Current;
        await GrainFactory.GetGrain<ISchedulerReporter>(this.GetPrimaryKeyString() + ".other").ReportAmbient();
        var afterCall = TaskScheduler.Current;
        var child = await Task.Factory.StartNew(() => TaskScheduler.Current);
        return [_inConstructor, _inActivation!, before, afterYield, afterPool, afterCall, child];
    }

    public async Task<TaskScheduler> ReportSchedulerWithoutContext()
    {
        await Task.Run(() => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return TaskScheduler.Current;
    }

    public Task<AmbientReport> ReportAmbient() =>
        Task.FromResult(new AmbientReport(Activity.Current?.Id, Transaction.Current is not null, Ambient.Value));
}

public interface IWorker : IGrainWithStringKey
{
    /// <summary>Reaches "in NAME", then waits for "end NAME".</summary>
    Task Hold(string name);

    [ReadOnly]
    Task HoldReading(string name);

    [AlwaysInterleave]
    Task Interleaved();

    Task Record(string happened);

    Task CallMyselfInterleaved();
}

public sealed class Worker(Meeting meeting) : Grain, IWorker
{
    public async Task Hold(string name)
    {
        meeting.Reach($"in {name}");
        await meeting.At($"end {name}");
    }

    public Task HoldReading(string name) => Hold(name);

    public Task Interleaved() => Task.CompletedTask;

    public Task Record(string happened)
    {
        meeting.Record(happened);
        return Task.CompletedTask;
    }

    public Task CallMyselfInterleaved() => this.AsReference<IWorker>().Interleaved();
}

public interface IReentrantWorker : IGrainWithStringKey
{
    /// <summary>Reaches "in NAME", then waits for "end NAME".</summary>
    Task Hold(string name);

    Task Record(string happened);
}

[Reentrant]
public sealed class ReentrantWorker(Meeting meeting) : Grain, IReentrantWorker
{
    public async Task Hold(string name)
    {
        meeting.Reach($"in {name}");
        await meeting.At($"end {name}");
    }

    public Task Record(string happened)
    {
        meeting.Record(happened);
        return Task.CompletedTask;
    }
}
