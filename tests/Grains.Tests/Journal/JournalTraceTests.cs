using System.Diagnostics;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Telemetry;

namespace OrleansChat.Grains.Tests.Journal;

/// <summary>How appends of many traces that are committed together show in each of them.</summary>
public sealed class JournalTraceTests : IDisposable
{
    private static readonly DateTimeOffset HandedOver = DateTimeOffset.UnixEpoch;
    private readonly List<Activity> _ended = [];
    private readonly ActivitySource _callers = new("callers of JournalTraceTests");
    private readonly ActivityListener _listener;

    public JournalTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _callers || source == GrainsTelemetry.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_ended)
                    _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public void A_batch_is_in_the_trace_of_its_first_and_linked_with_the_others()
    {
        var (first, firstTrace) = InTrace(() => Pending("d.one"));
        var (second, secondTrace) = InTrace(() => Pending("d.two"));

        Commit(first, second, Untraced("d.three"));

        var commit = Assert.Single(OfTrace(firstTrace), activity => activity.OperationName == "journal.commit");
        Assert.Equal(secondTrace, Assert.Single(commit.Links).Context.TraceId);
        Assert.Equal(3, commit.GetTagItem("chat.journal.batch.size"));
        foreach (var trace in new[] { firstTrace, secondTrace })
        {
            var append = Assert.Single(OfTrace(trace), activity => activity.OperationName == "journal.append");
            Assert.Equal(commit.SpanId, Assert.Single(append.Links).Context.SpanId);
            Assert.Equal(HandedOver.UtcDateTime, append.StartTimeUtc);
            Assert.Equal(HandedOver.AddSeconds(1), Assert.Single(append.Events).Timestamp);
            Assert.Equal(ActivityStatusCode.Unset, append.Status);
        }
    }

    [Fact]
    public void An_append_that_is_not_committed_shows_as_an_error()
    {
        var (append, trace) = InTrace(() => Pending("d.one"));

        append.Complete(AppendResult.Fenced);

        var told = Assert.Single(OfTrace(trace), activity => activity.OperationName == "journal.append");
        Assert.Equal((ActivityStatusCode.Error, "fenced"), (told.Status, (string?)told.GetTagItem("chat.append.result")));
    }

    [Fact]
    public void A_batch_that_nobody_follows_makes_no_span()
    {
        using var commit = JournalTraces.BeginCommit([Untraced("d.one"), Untraced("d.two")], HandedOver);
        Assert.Null(commit);
    }

    [Fact]
    public void What_is_told_of_an_append_leaves_the_present_span_as_it_is()
    {
        var (append, _) = InTrace(() => Pending("d.one"));
        using var present = _callers.StartActivity("present");

        append.Complete(AppendResult.Committed);

        Assert.Same(present, Activity.Current);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _callers.Dispose();
    }

    private static void Commit(params List<PendingAppend> batch)
    {
        using var commit = JournalTraces.BeginCommit(batch, HandedOver.AddSeconds(1));
        batch.ForEach(pending => pending.Complete(AppendResult.Committed));
    }

    private (PendingAppend, ActivityTraceId) InTrace(Func<PendingAppend> make)
    {
        Activity.Current = null;
        using var caller = _callers.StartActivity("caller")!;
        return (make(), caller.TraceId);
    }

    private static PendingAppend Untraced(string conversationId)
    {
        Activity.Current = null;
        return Pending(conversationId);
    }

    private static PendingAppend Pending(string conversationId) =>
        new(JournalFixture.Message(conversationId, 1), null!, HandedOver, HandedOver.AddSeconds(10));

    private List<Activity> OfTrace(ActivityTraceId trace)
    {
        lock (_ended)
            return [.. _ended.Where(activity => activity.TraceId == trace)];
    }
}
