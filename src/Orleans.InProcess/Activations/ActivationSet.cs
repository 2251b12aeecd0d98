using OrleansChat.InProcess.Telemetry;

namespace OrleansChat.InProcess.Activations;

/// <summary>
/// The activations of one key: one, or for a stateless worker as many as its class allows. They share one lock, so
/// that an activation's end, its leaving the set and its successor taking over the waiting calls are one step: there is never
/// a second activation beside one that has not ended.
/// </summary>
internal sealed class ActivationSet(GrainClass grainClass, GrainTarget target)
{
    private readonly List<Activation> _activations = new(1);
    private bool _isRemoved;

    public Lock Gate { get; } = new();

    public GrainClass Class => grainClass;

    public GrainTarget Target => target;

    /// <summary>Gives the call to an activation; false when this set is no longer in use.</summary>
    public bool TrySend(Call call)
    {
        lock (Gate)
        {
            if (_isRemoved)
                return false;
            Send(call);
            RemoveIfEmpty();
            return true;
        }
    }

    /// <summary>Takes out an activation that has ended, and gives what waits for it to another. Under the lock.</summary>
    public void Replace(Activation ended, IReadOnlyList<Call> waiting)
    {
        _activations.Remove(ended);
        Count(-1);
        foreach (var call in waiting.Where(call => call.CanMove))
            Send(call);
        RemoveIfEmpty();
    }

    /// <summary>Does this to every activation, under the lock.</summary>
    public void ForEach(Action<Activation> action)
    {
        lock (Gate)
        {
            foreach (var activation in _activations.ToArray())
                action(activation);
        }
    }

    private void Send(Call call)
    {
        if (Choose() is { } activation)
            activation.Add(call);
        else
            call.Fail(target.Runtime.Stopped());
    }

    /// <summary>The least busy activation; a new one if all are busy and there may be one more; null when stopping and there is none.</summary>
    private Activation? Choose()
    {
        var least = _activations.Count == 1 ? _activations[0] : _activations.MinBy(activation => activation.Load);
        if (_activations.Count == grainClass.MaxActivations || least?.Load == 0 || grainClass.Runtime.IsStopping)
            return least;

        var activation = new Activation(this);
        _activations.Add(activation);
        Count(1);
        return activation;
    }

    private void Count(int change) =>
        ActorTelemetry.Activations.Add(change, new KeyValuePair<string, object?>("chat.grain.type", grainClass.Type.Name));

    private void RemoveIfEmpty()
    {
        if (_activations.Count > 0)
            return;
        _isRemoved = true;
        grainClass.Remove(this);
    }
}
