using System.Diagnostics;
using System.Threading.Channels;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Presence;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>What grains push to; it only enqueues, so no grain ever waits for a client. What waits is bounded by the backlog.</summary>
internal sealed class FrontEndObserver(PushBacklog backlog) : IFrontEndObserver
{
    private readonly Channel<PushWork> _queue =
        Channel.CreateUnbounded<PushWork>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelReader<PushWork> Queue => _queue.Reader;

    /// <summary>Of <see cref="OnUserPush"/>.</summary>
    public UserPushCounts UserPushes { get; } = new();

    public Task OnGroupPush(GroupPush push) => Enqueue(new GroupWork(push, null));

    public Task OnMembersPush(GroupPush push)
    {
        var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new GroupWork(push, applied));
        return applied.Task;
    }

    public Task OnUserPush(UserPush push)
    {
        UserPushes.Arrived(push.UserId);
        return Enqueue(new UserWork(push));
    }

    public Task OnPresencePush(PresencePush push) => Enqueue(new PresenceWork(push));

    public Task Enqueue(PushWork work)
    {
        if (backlog.Admit(work))
            _queue.Writer.TryWrite(work);
        return Task.CompletedTask;
    }

    /// <summary>The pump has taken this out of the queue.</summary>
    public void Took(PushWork work)
    {
        foreach (var lost in backlog.Took(work))
            Enqueue(lost);
    }
}

/// <summary>Something for the pump to do.</summary>
internal abstract record PushWork
{
    /// <summary>The call that brought it; null when nobody follows calls.</summary>
    public Activity? Cause { get; } = Activity.Current;
}

/// <param name="Applied">Completed when the members here are changed; null when nobody waits.</param>
internal sealed record GroupWork(GroupPush Push, TaskCompletionSource? Applied) : PushWork;

internal sealed record UserWork(UserPush Push) : PushWork;

internal sealed record PresenceWork(PresencePush Push) : PushWork;

/// <summary>What users see of a conversation was read; null when it could not be.</summary>
internal sealed record ViewsRead(
    string ConversationId, ImmutableArray<string> UserIds, ImmutableArray<ConversationView>? Views) : PushWork;

/// <summary>The timer of a stream that waited for a version has run out.</summary>
internal sealed record GapTimedOut(string Receiver, string ConversationId, PushOrder<PushWork> Stream) : PushWork;

/// <summary>The connections of a receiver (a group, or a user) may have missed pushes.</summary>
/// <param name="ConversationId">Null: of every conversation.</param>
internal sealed record PushesMissed(string Receiver, string? ConversationId) : PushWork;

/// <summary>Pushes of a stream were left out, up to this version.</summary>
/// <param name="Version">0 when they had none.</param>
internal sealed record PushesLost(string Receiver, string ConversationId, long Version) : PushWork;

/// <summary>A user or group had nobody connected here any more; what follows on a return is a new stream.</summary>
internal sealed record Abandoned(string Receiver) : PushWork;

/// <summary>A group is known to be at this version: it starts a stream that has none yet.</summary>
internal sealed record StreamStarted(string GroupId, long Version) : PushWork;

/// <summary>A group was at this version some time ago: whoever was pushed less has missed something.</summary>
internal sealed record VersionExpected(string GroupId, long Version) : PushWork;
