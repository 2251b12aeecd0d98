using System.Diagnostics;
using System.Diagnostics.Metrics;
using OrleansChat.FrontEnds;
using OrleansChat.Telemetry;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.WebFrontend.Telemetry;

/// <summary>How pushes fare: each counts once, however many connections it goes to.</summary>
internal static class PushTelemetry
{
    private static readonly Histogram<double> Duration = FrontEndTelemetry.Meter.CreateDuration(
        "chat.push.duration", "From the commit of a message or change to its being handed to the connections.");

    private static readonly Counter<long> SentPushes = FrontEndTelemetry.Meter.CreateCounter<long>(
        "chat.pushes.sent", "{push}", "Pushes handed to the connections.");

    private static readonly Counter<long> DroppedPushes = FrontEndTelemetry.Meter.CreateCounter<long>(
        "chat.pushes.dropped", "{push}", "Pushes that were not sent on.");

    private static readonly Counter<long> Resyncs = FrontEndTelemetry.Meter.CreateCounter<long>(
        "chat.resyncs.required", "{resync}", "How often the connections of a user or group were told to sync.");

    /// <summary>The fan-out of a push, in the trace of what it tells.</summary>
    /// <returns>Null when nobody follows it.</returns>
    public static Activity? Begin(PushWork work) => work switch
    {
        { Cause: null } => null,
        GroupWork { Push: var push } => Begin(work.Cause, push.GroupId, push.Version, push.Event),
        UserWork { Push: var push } => Begin(work.Cause, push.ConversationId, push.Version, push.Event),
        _ => null,
    };

    public static void Sent(ClientEvent clientEvent, TimeProvider clock)
    {
        SentPushes.Add(1, new KeyValuePair<string, object?>("chat.push.event", clientEvent.GetType().Name));
        // The clocks of two machines may differ by more than a push takes.
        if (Duration.Enabled && clientEvent is MessageChanged { Committed: { } committed })
            Duration.Record(Math.Max(0, (clock.GetUtcNow() - committed).TotalSeconds));
    }

    /// <param name="reason"><c>stale</c>: a later one was sent before; <c>failed</c>: it could not be written.</param>
    public static void Dropped(string reason) => DroppedPushes.Add(1, new KeyValuePair<string, object?>("chat.push.drop_reason", reason));

    /// <param name="reason"><c>gap</c>: a version did not come; <c>behind</c>: the grain has told more than came; <c>lease</c>: a
    /// subscription had ended, or its grain was made anew; <c>view</c>: a conversation could not be read.</param>
    public static void Resync(string reason) => Resyncs.Add(1, new KeyValuePair<string, object?>("chat.resync.reason", reason));

    private static Activity? Begin(Activity cause, string? conversationId, long? version, ClientEvent clientEvent)
    {
        var span = FrontEndTelemetry.Source.StartActivity("push.deliver", ActivityKind.Internal, cause.Context);
        return span?
            .SetTag("chat.push.event", clientEvent.GetType().Name)
            .SetTag("chat.conversation.id", conversationId)
            .SetTag("chat.message.version", version);
    }
}
