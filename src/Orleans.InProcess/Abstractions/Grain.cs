namespace Orleans;

/// <summary>Base class of grains. Everything in it runs in the activation's turns, one at a time.</summary>
public abstract class Grain : IAddressable
{
    private readonly Activation? _activation = Activation.Current;

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.Runtime;

    /// <summary>The services of this activation: a scope of its own.</summary>
    protected internal IServiceProvider ServiceProvider => Activation.Services;

    internal Activation Activation =>
        _activation ?? throw new InvalidOperationException($"{GetType()} was made outside of the actor runtime.");

    /// <summary>Runs before the first call, after the persistent state has been read. A failure fails the waiting calls.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call. Not guaranteed: a killed process does not run it.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates once the running calls have ended; calls that wait go to a fresh activation.</summary>
    protected void DeactivateOnIdle() =>
        Activation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

    /// <summary>
    /// Puts off the deactivation of an idle activation for at least <paramref name="timeSpan"/>
    /// (<see cref="Timeout.InfiniteTimeSpan"/>: for ever; zero or less: no longer).
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
