using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Storage;

namespace OrleansChat.InProcess.Activations;

/// <summary>
/// One grain object and its life: made in its first turn, then it runs calls, and after the last of them it is deactivated.
/// Calls that arrive before and after wait. All state changes happen under the lock of its <see cref="ActivationSet"/>.
/// </summary>
internal sealed class Activation : ICallHost, IThreadPoolWorkItem
{
    private readonly ActivationSet _set;
    private readonly ActivationScheduler _scheduler;
    private readonly CallQueue _calls;
    private readonly List<IStorage> _states = [];
    private readonly HashSet<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private State _state = State.New;
    private DeactivationReason? _deactivation;
    private AsyncServiceScope _scope;
    private Grain? _grain;
    private long _lastUse;
    private DateTimeOffset _keepUntil;

    public Activation(ActivationSet set)
    {
        _set = set;
        _scheduler = new(this);
        _calls = new(set.Class.IsReentrant);
    }

    private enum State
    {
        New,
        Activating,
        Valid,
        Deactivating,
        Ended,
    }

    /// <summary>The activation whose turn runs on this thread.</summary>
    public static Activation? Current => (TaskScheduler.Current as ActivationScheduler)?.Activation;

    public GrainTarget Target => _set.Target;

    public string Key => Target.Key;

    public ActorRuntime Runtime => Target.Runtime;

    public IServiceProvider Services => _scope.ServiceProvider;

    object? ICallHost.Instance => _grain;

    /// <summary>Completes when the activation has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many calls run or wait; one that is ending counts as busier than any other. Under the set's lock.</summary>
    public int Load => _deactivation is null ? _calls.Count : int.MaxValue;

    /// <exception cref="InvalidOperationException">No turn of an activation runs on this thread.</exception>
    public static void EnsureInTurn()
    {
        if (Current is null)
            throw new InvalidOperationException("This is only possible in a turn of an activation (not after ConfigureAwait(false)).");
    }

    /// <summary>Adds a call; it runs when its turn comes. Under the set's lock.</summary>
    public void Add(Call call)
    {
        call.Host = this;
        _calls.Add(call);
        if (_state == State.New)
            Begin(State.Activating);
        else
            StartCalls();
    }

    /// <summary>Adds a timer's tick, unless the activation is ending.</summary>
    public void AddTick(Call tick)
    {
        lock (_set.Gate)
        {
            if (_deactivation is null)
                Add(tick);
        }
    }

    void ICallHost.Complete(Call call, Exception? failure)
    {
        if (failure is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            // What callers of other grains get of it must not deactivate those.
            conflict.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, conflict, "The state in memory is not the stored one."));
        }

        lock (_set.Gate)
        {
            _calls.End(call);
            if (call.IsUse)
                _lastUse = Runtime.Time.GetTimestamp();
            StartCalls();
        }
    }

    /// <summary>Starts no further call, and ends the activation when those that run have ended.</summary>
    public void Deactivate(DeactivationReason reason)
    {
        lock (_set.Gate)
        {
            _deactivation ??= reason;
            StartCalls();
        }
    }

    /// <summary>Deactivates if nobody has called for long. Under the set's lock.</summary>
    public void DeactivateIfIdle()
    {
        var age = _set.Class.CollectionAge;
        if (_state == State.Valid && _calls.Count == 0 && age != Timeout.InfiniteTimeSpan
            && Runtime.Time.GetElapsedTime(_lastUse) >= age && Runtime.Time.GetUtcNow() >= _keepUntil)
            Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Idle for {age}."));
    }

    public void DelayDeactivation(TimeSpan time)
    {
        lock (_set.Gate)
        {
            _keepUntil = time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue
                ? DateTimeOffset.MaxValue
                : Runtime.Time.GetUtcNow() + time;
        }
    }

    /// <summary>Times out calls. Under the set's lock.</summary>
    public void Expire(long timestamp) => _calls.Expire(timestamp);

    /// <summary>Answers all calls with this failure. Under the set's lock.</summary>
    public void FailCalls(Exception failure) => _calls.Fail(failure);

    public void AddState(IStorage state) => _states.Add(state);

    public void AddTimer(GrainTimer timer)
    {
        lock (_set.Gate)
            _timers.Add(timer);
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (_set.Gate)
            _timers.Remove(timer);
    }

    /// <summary>The turn that activates or deactivates.</summary>
    void IThreadPoolWorkItem.Execute() => _ = _state == State.Activating ? ActivateAsync() : DeactivateAsync();

    private void Begin(State state)
    {
        _state = state;
        _scheduler.Queue(this);
    }

    private void StartCalls()
    {
        if (_state != State.Valid)
            return;

        if (_deactivation is not null)
        {
            if (_calls.RunningCount == 0)
                Begin(State.Deactivating);
            return;
        }

        while (_calls.StartNext() is { } call)
            _scheduler.Queue(call);
    }

    private async Task ActivateAsync()
    {
        using var timeout = new CancellationTokenSource(Runtime.Options.ActivationTimeout, Runtime.Time);
        try
        {
            _scope = Runtime.Scopes.CreateAsyncScope();
            _grain = _set.Class.CreateGrain(this);
            foreach (var state in _states)
                await state.ReadStateAsync().WaitAsync(timeout.Token);
            await _grain.OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            await AbandonAsync(exception is OperationCanceledException && timeout.IsCancellationRequested
                ? new TimeoutException($"{Target} was not activated within {Runtime.Options.ActivationTimeout}.", exception)
                : exception);
            return;
        }

        lock (_set.Gate)
        {
            _state = State.Valid;
            _lastUse = Runtime.Time.GetTimestamp();
            StartCalls();
        }
    }

    private async Task AbandonAsync(Exception failure)
    {
        Runtime.LogActivationFailure(failure, Target);
        await DisposeAsync();
        lock (_set.Gate)
        {
            foreach (var call in _calls.TakeWaiting())
                call.Fail(failure);
            End();
        }
    }

    private async Task DeactivateAsync()
    {
        try
        {
            DisposeTimers();
            using var timeout = new CancellationTokenSource(Runtime.Options.DeactivationTimeout, Runtime.Time);
            await _grain!.OnDeactivateAsync(_deactivation!.Value, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            Runtime.LogDeactivationFailure(exception, Target);
        }

        await DisposeAsync();
        lock (_set.Gate)
            End();
    }

    private void End()
    {
        _state = State.Ended;
        _set.Replace(this, _calls.TakeWaiting());
        _ended.SetResult();
    }

    private void DisposeTimers()
    {
        GrainTimer[] timers;
        lock (_set.Gate)
            timers = [.. _timers];
        foreach (var timer in timers)
            timer.Dispose();
    }

    private async Task DisposeAsync()
    {
        try
        {
            DisposeTimers();
            if (_grain is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else if (_grain is IDisposable disposable)
                disposable.Dispose();
            await _scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Runtime.LogDeactivationFailure(exception, Target);
        }
    }
}
