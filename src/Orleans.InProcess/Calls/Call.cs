namespace OrleansChat.InProcess.Calls;

/// <summary>Which running calls a call may join.</summary>
internal enum Interleaving
{
    Never,
    WithReadOnly,
    Always,
}

/// <summary>One call, or one tick of a timer, on its way through the <see cref="CallQueue"/> of its host.</summary>
internal abstract class Call : IThreadPoolWorkItem
{
    public abstract Interleaving Interleaving { get; }

    /// <summary>The <see cref="TimeProvider"/> timestamp after which nobody waits any more.</summary>
    public virtual long Deadline => long.MaxValue;

    /// <summary>Whether the call may move to another activation when this one ends.</summary>
    public virtual bool CanMove => true;

    /// <summary>Whether it counts as use, so that its activation is not idle.</summary>
    public virtual bool IsUse => true;

    /// <summary>Whether the caller has an answer already (a timeout, a cancellation): a waiting call then never runs.</summary>
    public virtual bool IsAnswered => false;

    /// <summary>Set by the host before the call runs.</summary>
    public ICallHost? Host { get; set; }

    /// <summary>Place in the order of arrival; kept by <see cref="CallQueue"/>.</summary>
    public long Arrival { get; set; }

    /// <summary>Place among the running calls; kept by <see cref="CallQueue"/>.</summary>
    public int RunningIndex { get; set; }

    /// <summary>Runs the call in its host, in a turn.</summary>
    public void Execute() => _ = RunAsync(Host!);

    /// <summary>Answers with a failure, unless the caller has an answer already.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Answers that the time is up.</summary>
    public abstract void TimeOut();

    /// <summary>Never fails. An <c>async</c> method, so that what it sets in the execution context ends with it.</summary>
    protected abstract Task RunAsync(ICallHost host);
}
