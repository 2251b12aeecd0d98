using System.Diagnostics;
using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Telemetry;

namespace OrleansChat.Grains.Conversations;

/// <summary>Publishes committed steps in the order of their versions: the answers of one batch may be noticed in any order.</summary>
internal sealed class PublishOrder
{
    private readonly Dictionary<long, Step> _unpublished = [];

    /// <summary>The newest version that was published.</summary>
    public long Version { get; private set; }

    /// <summary>Goes on after this version.</summary>
    public void Restart(long version)
    {
        _unpublished.Clear();
        Version = version;
    }

    /// <param name="publish">Called for each step whose turn it is, in the trace of the call that made it.</param>
    public void Add(Message message, MembershipChange? members, Action<Message, MembershipChange?> publish)
    {
        _unpublished[message.Version] = new Step(message, members, Activity.Current);
        while (_unpublished.Remove(Version + 1, out var next))
        {
            Version++;
            Publish(next, publish);
        }
    }

    /// <summary>This may happen in another call than the step's own, which may have ended.</summary>
    private static void Publish(Step step, Action<Message, MembershipChange?> publish)
    {
        var present = Activity.Current;
        using (var own = step.Cause is { } cause
            ? GrainsTelemetry.Source.StartActivity("conversation.publish", ActivityKind.Internal, cause.Context)
            : null)
        {
            Activity.Current = own;
            publish(step.Message, step.Members);
        }
        Activity.Current = present;
    }

    private readonly record struct Step(Message Message, MembershipChange? Members, Activity? Cause);
}
