namespace OrleansChat.InProcess.Calls;

/// <summary>Where a reference leads: a grain, whether it is activated or not, or an observer.</summary>
internal abstract class CallTarget(ActorRuntime runtime)
{
    public ActorRuntime Runtime { get; } = runtime;

    public abstract bool Implements(Type interfaceType);

    /// <summary>Sees to it that the call runs, or fails it. Never throws and never runs it on the caller's stack.</summary>
    public void Send(Call call)
    {
        if (Runtime.IsStopped)
            call.Fail(Runtime.Stopped());
        else
            Deliver(call);
    }

    protected abstract void Deliver(Call call);
}

/// <summary>A grain: its class and its key.</summary>
internal sealed class GrainTarget(GrainClass grainClass, string key) : CallTarget(grainClass.Runtime)
{
    public GrainClass Class { get; } = grainClass;

    public string Key { get; } = key;

    public override bool Implements(Type interfaceType) => interfaceType.IsAssignableFrom(Class.Type);

    public override bool Equals(object? other) => other is GrainTarget target && target.Class == Class && target.Key == Key;

    public override int GetHashCode() => HashCode.Combine(Class, Key);

    public override string ToString() => $"{Class.Type.Name} '{Key}'";

    protected override void Deliver(Call call) => Class.Send(this, call);
}

/// <summary>What runs calls: an activation or an observer.</summary>
internal interface ICallHost
{
    /// <summary>The object to call; null when it is gone.</summary>
    object? Instance { get; }

    /// <summary>The call has run to its end. It is answered after this.</summary>
    void Complete(Call call, Exception? failure);
}
