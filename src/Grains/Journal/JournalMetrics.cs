using System.Diagnostics.Metrics;
using OrleansChat.Conversations;
using OrleansChat.Grains.Telemetry;
using OrleansChat.Telemetry;

namespace OrleansChat.Grains.Journal;

/// <summary>How the journal fares.</summary>
internal static class JournalMetrics
{
    /// <summary>Goes up when an append is handed over, and down when it is taken into a batch.</summary>
    public static readonly UpDownCounter<int> QueueLength = GrainsTelemetry.Meter.CreateUpDownCounter<int>(
        "chat.journal.queue.length", "{append}", "Appends that wait to be committed.");

    private static readonly Counter<long> Committed = GrainsTelemetry.Meter.CreateCounter<long>(
        "chat.messages.committed", "{message}", "Messages, and changes of messages, that are in PostgreSQL.");

    private static readonly Counter<long> Refusals = GrainsTelemetry.Meter.CreateCounter<long>(
        "chat.journal.refusals", "{append}", "Appends that were not committed.");

    private static readonly Histogram<double> Wait = GrainsTelemetry.Meter.CreateDuration(
        "chat.journal.wait.duration", "From the hand-over of an append to the batch that takes it.");

    private static readonly Histogram<double> Commit = GrainsTelemetry.Meter.CreateDuration(
        "chat.journal.commit.duration", "One batch, from its beginning to PostgreSQL's answer.");

    private static readonly Histogram<int> BatchSize = GrainsTelemetry.Meter.CreateHistogram(
        "chat.journal.batch.size", "{append}", "Appends that are committed together.", tags: null, new InstrumentAdvice<int>
        {
            HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
        });

    public static void Taken(List<PendingAppend> batch, DateTimeOffset now)
    {
        BatchSize.Record(batch.Count);
        if (!Wait.Enabled)
            return;
        foreach (var pending in batch)
            Wait.Record((now - pending.HandedOver).TotalSeconds);
    }

    public static void Ended(TimeSpan commit) => Commit.Record(commit.TotalSeconds);

    public static void Ended(Append append, AppendResult result)
    {
        if (result != AppendResult.Committed)
            Refusals.Add(1, new KeyValuePair<string, object?>("chat.append.result", NameOf(result)));
        else if (append.Step is not null)
            Committed.Add(1, new KeyValuePair<string, object?>("chat.message.kind", KindOf(append)));
    }

    public static string NameOf(AppendResult result) => result switch
    {
        AppendResult.Committed => "committed",
        AppendResult.Duplicate => "duplicate",
        AppendResult.Rejected => "rejected",
        AppendResult.Fenced => "fenced",
        AppendResult.Unavailable => "unavailable",
    };

    private static string KindOf(Append append) => append.Created?.Type switch
    {
        MessageType.Text => "text",
        MessageType.Image => "image",
        MessageType.System => "system",
        null => "change",
    };
}
