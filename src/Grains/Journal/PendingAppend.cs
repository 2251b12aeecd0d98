using System.Diagnostics;

namespace OrleansChat.Grains.Journal;

/// <summary>An append and whoever waits for it.</summary>
internal sealed class PendingAppend(Append append, JournalWriter writer, DateTimeOffset handedOver, DateTimeOffset deadline)
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Append Append { get; } = append;

    public JournalWriter Writer { get; } = writer;

    public DateTimeOffset HandedOver { get; } = handedOver;

    /// <summary>Until when PostgreSQL is asked again after it could not be reached.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    public Task<AppendResult> Done => _done.Task;

    /// <summary>The call that this is a part of; null when nobody follows calls.</summary>
    public Activity? Cause { get; } = Activity.Current;

    /// <summary>When a batch took it; set when its trace is told.</summary>
    public DateTimeOffset Taken { get; set; }

    /// <summary>The span of the batch; set when its trace is told.</summary>
    public ActivityContext Batch { get; set; }

    public void Complete(AppendResult result)
    {
        JournalMetrics.Ended(Append, result);
        JournalTraces.Ended(this, result);
        _done.TrySetResult(result);
    }
}
