namespace OrleansChat.InProcess.Activations;

/// <summary>
/// Runs the turns of one activation on the thread pool: one at a time, in the order in which they became ready. A turn is
/// the start of a call or what follows an <c>await</c> in it.
/// </summary>
internal sealed class ActivationScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Turns after which others get the thread.</summary>
    private const int TurnsAtOnce = 64;

    private readonly Lock _gate = new();
    private readonly Queue<object> _turns = new();
    private bool _isScheduled;
    private Task? _running;

    public Activation Activation => activation;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Queues a turn that is no task: it runs without the execution context of whoever queues it.</summary>
    public void Queue(IThreadPoolWorkItem turn) => QueueTurn(turn);

    void IThreadPoolWorkItem.Execute()
    {
        // A task is what makes this the current scheduler of all that runs in it.
        _running = new Task(static self => ((ActivationScheduler)self!).RunTurns(), this, TaskCreationOptions.DenyChildAttach);
        _running.RunSynchronously(this);

        lock (_gate)
        {
            _isScheduled = _turns.Count > 0;
            if (!_isScheduled)
                return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task) => QueueTurn(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        (task == _running || (Current == this && !taskWasPreviouslyQueued)) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return [.. _turns.OfType<Task>()];
    }

    private void QueueTurn(object turn)
    {
        lock (_gate)
        {
            _turns.Enqueue(turn);
            if (_isScheduled)
                return;
            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void RunTurns()
    {
        for (var count = 0; count < TurnsAtOnce; count++)
        {
            object? turn;
            lock (_gate)
            {
                if (!_turns.TryDequeue(out turn))
                    return;
            }

            if (turn is Task task)
                TryExecuteTask(task);
            else
                ((IThreadPoolWorkItem)turn).Execute();
        }
    }
}
