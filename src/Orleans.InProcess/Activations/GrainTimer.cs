namespace OrleansChat.InProcess.Activations;

/// <summary>A timer whose ticks are turns of an activation. The next tick is timed from the end of the last one.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly ITimer _timer;
    private TimeSpan _next;
    private TimeSpan _period;
    private bool _isTicking;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Activation.EnsureInTurn();
        _activation = activation;
        _callback = callback;
        _options = options;
        // Each tick begins with an empty execution context.
        using (ExecutionContext.SuppressFlow())
            _timer = activation.Runtime.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        activation.AddTimer(this);
        Change(options.DueTime, options.Period);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        lock (_gate)
        {
            _next = dueTime;
            _period = period;
            if (!_isTicking)
                _timer.Change(_next, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _activation.RemoveTimer(this);
        _timer.Dispose();
        _cancellation.Cancel();
    }

    private static void Validate(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, uint.MaxValue - 1, name);
    }

    private void Fire()
    {
        lock (_gate)
        {
            _isTicking = true;
            _next = _period;
        }

        _activation.AddTick(new Tick(this));
    }

    private async Task TickAsync()
    {
        try
        {
            if (!_cancellation.IsCancellationRequested)
                await _callback(_cancellation.Token);
        }
        catch (Exception exception)
        {
            _activation.Runtime.LogTimerFailure(exception, _activation.Target);
        }

        lock (_gate)
        {
            _isTicking = false;
            // A disposed timer ignores this.
            _timer.Change(_next, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Tick(GrainTimer timer) : Call
    {
        public override Interleaving Interleaving =>
            timer._options.Interleave ? Interleaving.Always : Interleaving.Never;

        public override bool CanMove => false;

        public override bool IsUse => timer._options.KeepAlive;

        public override void Fail(Exception failure) { }

        public override void TimeOut() { }

        protected override async Task RunAsync(ICallHost host)
        {
            await timer.TickAsync();
            host.Complete(this, null);
        }
    }
}
