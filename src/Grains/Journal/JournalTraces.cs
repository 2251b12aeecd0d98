using System.Diagnostics;
using OrleansChat.Grains.Telemetry;

namespace OrleansChat.Grains.Journal;

/// <summary>
/// The journal's part of traces. A batch is one span: a child of the first traced append's caller, so that a lone message's trace
/// holds all of it, with links to the others. Each append has a span in its own caller's trace, from the hand-over to the answer, with
/// the moment it was taken, and a link to its batch: so every message shows its wait and its commit, whoever's trace holds the batch.
/// </summary>
internal static class JournalTraces
{
    private const int MaxLinks = 64;

    /// <returns>Null when no append of the batch is traced.</returns>
    public static Activity? BeginCommit(List<PendingAppend> batch, DateTimeOffset now)
    {
        if (!GrainsTelemetry.Source.HasListeners())
            return null;
        List<PendingAppend> traced = [.. batch.Where(pending => pending.Cause is { Recorded: true })];
        if (traced.Count == 0)
            return null;
        var commit = GrainsTelemetry.Source.StartActivity(
            "journal.commit",
            ActivityKind.Internal,
            traced[0].Cause!.Context,
            [new("chat.journal.batch.size", batch.Count)],
            traced.Skip(1).Take(MaxLinks).Select(pending => new ActivityLink(pending.Cause!.Context)));
        foreach (var pending in traced)
            (pending.Taken, pending.Batch) = (now, commit?.Context ?? default);
        return commit;
    }

    /// <summary>Tells of an append when it has ended: it began in another flow of execution, whose current span must stay as it is.</summary>
    public static void Ended(PendingAppend pending, AppendResult result)
    {
        if (pending.Cause is not { Recorded: true } cause || !GrainsTelemetry.Source.HasListeners())
            return;
        using var span = GrainsTelemetry.Source.StartActivity(
            "journal.append",
            ActivityKind.Internal,
            cause.Context,
            links: pending.Batch == default ? [] : [new(pending.Batch)],
            startTime: pending.HandedOver);
        if (span is null)
            return;
        span.SetTag("chat.conversation.id", pending.Append.ConversationId);
        if (pending.Append.Step is { } step)
            span.SetTag("chat.message.seq", step.Seq).SetTag("chat.message.version", step.Version);
        span.SetTag("chat.append.result", JournalMetrics.NameOf(result));
        if (pending.Taken != default)
            span.AddEvent(new ActivityEvent("taken", pending.Taken));
        if (result != AppendResult.Committed)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
