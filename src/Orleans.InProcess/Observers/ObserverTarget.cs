namespace OrleansChat.InProcess.Observers;

/// <summary>An observer, held weakly. Its calls run on the thread pool, one after the other unless they interleave.</summary>
internal sealed class ObserverTarget(IGrainObserver observer, ActorRuntime runtime) : CallTarget(runtime), ICallHost
{
    private readonly Lock _gate = new();
    private readonly CallQueue _calls = new(isReentrant: false);
    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private readonly Type _type = observer.GetType();
    private bool _isDeleted;

    public object? Instance => !_isDeleted && _observer.TryGetTarget(out var observer) ? observer : null;

    public override bool Implements(Type interfaceType) => interfaceType.IsAssignableFrom(_type);

    public void Complete(Call call, Exception? failure)
    {
        lock (_gate)
        {
            _calls.End(call);
            StartCalls();
        }
    }

    public void Delete() => _isDeleted = true;

    /// <summary>Does this to the calls, under the lock.</summary>
    public void WithCalls(Action<CallQueue> action)
    {
        lock (_gate)
            action(_calls);
    }

    public override string ToString() => $"observer {_type.Name}";

    protected override void Deliver(Call call)
    {
        if (Instance is null)
        {
            call.Fail(new ClientNotAvailableException($"{this} is gone."));
            return;
        }

        lock (_gate)
        {
            call.Host = this;
            _calls.Add(call);
            StartCalls();
        }
    }

    private void StartCalls()
    {
        while (_calls.StartNext() is { } call)
            ThreadPool.UnsafeQueueUserWorkItem(call, preferLocal: false);
    }
}
