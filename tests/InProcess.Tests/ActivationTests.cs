using System.Collections.Concurrent;

namespace OrleansChat.InProcess.Tests;

/// <summary>One activation per grain, whatever happens at the same time; and what becomes of calls when it ends.</summary>
public sealed class ActivationTests : IAsyncLifetime
{
    private ActorHarness _actors = null!;

    public async Task InitializeAsync() => _actors = await ActorHarness.StartAsync();

    public async Task DisposeAsync() => await _actors.DisposeAsync();

    [Fact]
    public async Task There_is_never_a_second_activation_while_many_threads_call_and_it_deactivates()
    {
        const int Callers = 8, Rounds = 400;
        var grain = _actors.NewGrain<ISolitary>();

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
                await Task.WhenAll(grain.Stay(), (round + caller) % 3 == 0 ? grain.Leave() : grain.Stay(), grain.Stay());
        }))).Soon();

        Assert.Equal(0, Solitary.Overlaps);
        Assert.True(Solitary.Activations > 100, $"It was activated only {Solitary.Activations} times.");
    }

    [Fact]
    public async Task A_deactivating_activation_lets_running_calls_end_and_leaves_the_rest_to_a_fresh_one_in_order()
    {
        var grain = _actors.NewGrain<ILeaving>();
        var first = await grain.WhoAreYou().Soon();
        var leaving = grain.LeaveAndHold();
        await _actors.Meeting.At("leaving").Soon();

        var waiting = Enumerable.Range(0, 100).Select(number => grain.Record($"{number}")).ToList();
        Assert.Empty(_actors.Meeting.Events);
        _actors.Meeting.Reach("leave");
        await leaving.Soon();
        await _actors.Meeting.At("deactivating").Soon();
        var late = grain.Record("late");
        Assert.Equal(["left", "deactivating"], _actors.Meeting.Events);

        _actors.Meeting.Reach("deactivated");
        await Task.WhenAll(waiting.Append(late)).Soon();

        Assert.Equal(
            ["left", "deactivating", .. Enumerable.Range(0, 100).Select(number => $"{number}"), "late"], _actors.Meeting.Events);
        Assert.NotEqual(first, await grain.WhoAreYou().Soon());
    }

    [Fact]
    public async Task A_failing_deactivation_is_logged_and_ends_the_activation_all_the_same()
    {
        var grain = _actors.NewGrain<IFailingToLeave>();

        var first = await grain.Leave().Soon();
        var second = await grain.Leave().Soon();

        Assert.NotEqual(first, second);
        await _actors.Log.Logged<TimeZoneNotFoundException>().Soon();
    }

    [Fact]
    public async Task A_grain_is_disposed_when_its_activation_has_ended()
    {
        var grain = _actors.NewGrain<IDisposed>();

        await grain.Leave().Soon();

        await _actors.Meeting.At("disposed").Soon();
        Assert.Equal(["deactivated ApplicationRequested", "disposed"], _actors.Meeting.Events);
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("activation")]
    public async Task A_failing_activation_fails_all_waiting_calls_and_the_next_call_tries_again(string where)
    {
        var grain = _actors.Grains.GetGrain<IFailingToStart>($"t.{where}");
        FailingToStart.Failures[where] = () => new TimeZoneNotFoundException(where);
        var calls = Enumerable.Range(0, 10).Select(_ => grain.Work()).ToList();
        // The first call waits in the activation: all those above are in one, which fails.
        _actors.Meeting.Reach($"start t.{where}");

        foreach (var call in calls)
            Assert.Equal(where, (await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => call.Soon())).Message);

        FailingToStart.Failures[where] = () => null;
        await grain.Work().Soon();
    }

    [Fact]
    public async Task An_activation_that_takes_too_long_fails_its_callers()
    {
        var time = new ManualTime();
        await using var actors = await ActorHarness.StartAsync(
            options =>
            {
                options.ActivationTimeout = TimeSpan.FromSeconds(5);
                options.ResponseTimeout = TimeSpan.FromHours(1);
            },
            time);
        var call = actors.NewGrain<IEndlessStart>().Work();
        await actors.Meeting.At("starting").Soon();

        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Contains("not activated", (await Assert.ThrowsAsync<TimeoutException>(() => call.Soon())).Message);
    }

    [Fact]
    public async Task Every_activation_has_services_of_its_own() =>
        Assert.NotEqual(
            await _actors.NewGrain<ILeaving>().WhoAreYou().Soon(),
            await _actors.NewGrain<ILeaving>().WhoAreYou().Soon());
}

public interface ISolitary : IGrainWithStringKey
{
    Task Stay();

    Task Leave();
}

public sealed class Solitary : Grain, ISolitary
{
    private static readonly ConcurrentDictionary<string, int> Alive = new();
    private static int _overlaps;
    private static int _activations;

    public static int Overlaps => _overlaps;

    public static int Activations => _activations;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _activations);
        if (Alive.AddOrUpdate(this.GetPrimaryKeyString(), 1, (_, alive) => alive + 1) != 1)
            Interlocked.Increment(ref _overlaps);
        await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Alive.AddOrUpdate(this.GetPrimaryKeyString(), 0, (_, alive) => alive - 1);
    }

    public async Task Stay() => await Task.Yield();

    public async Task Leave()
    {
        DeactivateOnIdle();
        await Task.Yield();
    }
}

public interface ILeaving : IGrainWithStringKey
{
    Task<Guid> WhoAreYou();

    Task LeaveAndHold();

    Task Record(string happened);
}

public sealed class Leaving(Meeting meeting) : Grain, ILeaving
{
    private readonly Guid _self = Guid.NewGuid();
    private bool _isLeaving;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!_isLeaving)
            return;
        meeting.Record("deactivating");
        meeting.Reach("deactivating");
        await meeting.At("deactivated");
    }

    public Task<Guid> WhoAreYou() => Task.FromResult(_self);

    public async Task LeaveAndHold()
    {
        _isLeaving = true;
        DeactivateOnIdle();
        meeting.Reach("leaving");
        await meeting.At("leave");
        meeting.Record("left");
    }

    public Task Record(string happened)
    {
        meeting.Record(happened);
        return Task.CompletedTask;
    }
}

public interface IFailingToLeave : IGrainWithStringKey
{
    Task<Guid> Leave();
}

public sealed class FailingToLeave : Grain, IFailingToLeave
{
    private readonly Guid _self = Guid.NewGuid();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        throw new TimeZoneNotFoundException();

    public Task<Guid> Leave()
    {
        DeactivateOnIdle();
        return Task.FromResult(_self);
    }
}

public interface IDisposed : IGrainWithStringKey
{
    Task Leave();
}

public sealed class Disposed(Meeting meeting) : Grain, IDisposed, IDisposable
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meeting.Record($"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        meeting.Record("disposed");
        meeting.Reach("disposed");
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public interface IFailingToStart : IGrainWithStringKey
{
    Task Work();
}

public sealed class FailingToStart : Grain, IFailingToStart
{
    public static readonly ConcurrentDictionary<string, Func<Exception?>> Failures = new();

    private readonly Meeting _meeting;

    public FailingToStart(Meeting meeting)
    {
        _meeting = meeting;
        if (this.GetPrimaryKeyString() == "t.constructor")
        {
            // Blocks a thread for the time in which the test makes its calls.
            meeting.At("start t.constructor").Wait();
            Throw("constructor");
        }
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _meeting.At($"start {this.GetPrimaryKeyString()}");
        Throw("activation");
    }

    public Task Work() => Task.CompletedTask;

    private static void Throw(string where)
    {
        if (Failures.GetValueOrDefault(where)?.Invoke() is { } failure)
            throw failure;
    }
}

public interface IEndlessStart : IGrainWithStringKey
{
    Task Work();
}

public sealed class EndlessStart(Meeting meeting) : Grain, IEndlessStart
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        meeting.Reach("starting");
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public Task Work() => Task.CompletedTask;
}
