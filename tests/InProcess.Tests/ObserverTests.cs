using System.Runtime.CompilerServices;

namespace OrleansChat.InProcess.Tests;

/// <summary>Observers: called by grains, held weakly, one call after the other.</summary>
public sealed class ObserverTests : IAsyncLifetime
{
    private ActorHarness _actors = null!;

    public async Task InitializeAsync() => _actors = await ActorHarness.StartAsync();

    public async Task DisposeAsync() => await _actors.DisposeAsync();

    [Fact]
    public async Task A_grain_pushes_to_an_observer_in_order_without_waiting()
    {
        var listener = new Listener(expected: 200);
        var grain = _actors.NewGrain<ITeller>();

        await grain.Tell(_actors.Grains.CreateObjectReference<IListener>(listener), 200).Soon();

        Assert.Equal(Enumerable.Range(0, 200), await listener.Heard.Soon());
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task An_observer_answers_a_call()
    {
        var listener = new Listener(expected: 1);

        Assert.Equal(42, await _actors.NewGrain<ITeller>().Ask(_actors.Grains.CreateObjectReference<IListener>(listener), 41).Soon());
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task A_slow_observer_gets_one_call_at_a_time()
    {
        var listener = new SlowListener(_actors.Meeting);
        var reference = _actors.Grains.CreateObjectReference<IListener>(listener);

        var calls = new[] { reference.Increment(1), reference.Increment(2) };
        await _actors.Meeting.At("in 1").Soon();
        Assert.False(_actors.Meeting.At("in 2").IsCompleted);
        _actors.Meeting.Reach("end 1");
        await calls[0].Soon();
        _actors.Meeting.Reach("end 2");

        Assert.Equal(new[] { 2, 3 }, await Task.WhenAll(calls).Soon());
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task A_deleted_observer_hears_nothing_and_fails_who_waits_for_an_answer()
    {
        var listener = new Listener(expected: 1);
        var reference = _actors.Grains.CreateObjectReference<IListener>(listener);

        _actors.Grains.DeleteObjectReference<IListener>(reference);

        await AssertIsGone(reference);
        Assert.False(listener.Heard.IsCompleted);
    }

    [Fact]
    public async Task A_forgotten_observer_is_collected_and_then_gone()
    {
        var (reference, listener) = CreateForgotten();
        for (var attempt = 0; attempt < 20 && listener.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(listener.IsAlive);
        await AssertIsGone(reference);
    }

    [Fact]
    public void Only_references_to_observers_can_be_deleted_and_only_objects_get_references()
    {
        var listener = new Listener(expected: 1);
        var reference = _actors.Grains.CreateObjectReference<IListener>(listener);

        Assert.Throws<ArgumentException>(() => _actors.Grains.DeleteObjectReference<IListener>(listener));
        Assert.Throws<ArgumentException>(() => _actors.Grains.CreateObjectReference<IListener>(reference));
        Assert.Throws<ArgumentException>(() => listener.AsReference<IListener>());
    }

    [Fact]
    public void References_to_different_observers_differ() =>
        Assert.NotEqual(
            _actors.Grains.CreateObjectReference<IListener>(new Listener(expected: 1)),
            _actors.Grains.CreateObjectReference<IListener>(new Listener(expected: 1)));

    private async Task AssertIsGone(IListener reference)
    {
        var grain = _actors.NewGrain<ITeller>();
        await grain.Tell(reference, 10).Soon();
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => grain.Ask(reference, 1).Soon());
        Assert.True(_actors.Log.IsEmpty());
    }

    // Not inlined, so that no local variable of the test keeps the listener alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (IListener Reference, WeakReference Listener) CreateForgotten()
    {
        var listener = new Listener(expected: 1);
        return (_actors.Grains.CreateObjectReference<IListener>(listener), new WeakReference(listener));
    }
}

public interface IListener : IGrainObserver
{
    [OneWay]
    Task Hear(int number);

    Task<int> Increment(int number);
}

public sealed class Listener(int expected) : IListener
{
    private readonly List<int> _heard = [];
    private readonly TaskCompletionSource<List<int>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<List<int>> Heard => _done.Task;

    public async Task Hear(int number)
    {
        await Task.Yield();
        _heard.Add(number);
        if (_heard.Count == expected)
            _done.SetResult(_heard);
    }

    public Task<int> Increment(int number) => Task.FromResult(number + 1);
}

public sealed class SlowListener(Meeting meeting) : IListener
{
    public Task Hear(int number) => Task.CompletedTask;

    public async Task<int> Increment(int number)
    {
        meeting.Reach($"in {number}");
        await meeting.At($"end {number}");
        return number + 1;
    }
}

public interface ITeller : IGrainWithStringKey
{
    Task Tell(IListener listener, int times);

    Task<int> Ask(IListener listener, int number);
}

public sealed class Teller : Grain, ITeller
{
    public Task Tell(IListener listener, int times)
    {
        for (var number = 0; number < times; number++)
            listener.Hear(number);
        return Task.CompletedTask;
    }

    public Task<int> Ask(IListener listener, int number) => listener.Increment(number);
}
