using Microsoft.AspNetCore.SignalR;
using OrleansChat.FrontEnds;
using OrleansChat.WebFrontend.Presence;
using OrleansChat.WebFrontend.Telemetry;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Fans pushes out to the connections here, one after the other, each stream in version order. A gap is waited for briefly;
/// then the connections are told to call Sync and go on with what there is.
/// </summary>
internal sealed partial class PushPump(
    FrontEndObserver observer,
    ConnectionRegistry registry,
    ConversationViewsPusher views,
    SessionCloser sessions,
    UserSubscriptions users,
    PresencePusher presence,
    ClientLinks links,
    IHubContext<ChatHub, IChatClient> hub,
    TimeProvider clock,
    ILogger<PushPump> logger) : BackgroundService
{
    public static readonly TimeSpan GapPatience = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    private readonly PushStreams _streams = new();
    private DateTimeOffset _forgetAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var work in observer.Queue.ReadAllAsync(stoppingToken))
        {
            try
            {
                observer.Took(work);
                Do(work);
                await links.Room().WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception, work.GetType().Name);
            }
        }
    }

    private void Do(PushWork work)
    {
        switch (work)
        {
            case GroupWork { Push: { Version: { } version } push }:
                Order(push.GroupId, push.GroupId, version, work);
                break;
            case GroupWork group:
                Deliver(group);
                break;
            case UserWork { Push: { ConversationId: { } conversationId, Version: { } version } push }:
                Order(push.UserId, conversationId, version, work);
                break;
            case UserWork user:
                Deliver(user);
                break;
            case ViewsRead read:
                Deliver(read);
                break;
            case PresenceWork { Push: var push }:
                presence.Apply(push);
                break;
            case StreamStarted started:
                _streams.Of(started.GroupId, started.GroupId).Start(started.Version);
                break;
            case VersionExpected expected:
                Expect(expected.GroupId, expected.Version);
                break;
            case PushesLost lost:
                Skip(lost.Receiver, lost.ConversationId, lost.Version);
                break;
            case GapTimedOut gap:
                GiveUp(gap.Receiver, gap.ConversationId, gap.Stream.TimedOut());
                TimeGap(gap.Receiver, gap.ConversationId, gap.Stream);
                break;
            case PushesMissed missed:
                Resync(missed.Receiver, missed.ConversationId, "lease");
                break;
            case Abandoned abandoned:
                EndStreams(abandoned.Receiver);
                break;
        }
        Forget();
    }

    private void Expect(string groupId, long version)
    {
        if (_streams.Of(groupId, groupId).Last < version)
            Skip(groupId, groupId, version);
    }

    /// <summary>Up to that version something was missed, though later pushes may have come by.</summary>
    private void Skip(string receiver, string conversationId, long version)
    {
        Resync(receiver, conversationId, "behind");
        var order = _streams.Of(receiver, conversationId);
        order.Start(version);
        foreach (var late in order.SkipTo(version))
            Deliver(late);
    }

    private void Order(string receiver, string conversationId, long version, PushWork work)
    {
        var order = _streams.Of(receiver, conversationId);
        if (version <= order.Last)
            PushTelemetry.Dropped("stale");
        var isFromBefore = order.IsFromBefore(version);
        foreach (var ready in order.Take(version, work))
            Deliver(ready);
        // An old version: its members may still be new to us, and whoever waits must get an answer.
        if (version <= order.Last && work is GroupWork { Applied: { Task.IsCompleted: false } applied } late)
        {
            if (late.Push.Event is ConversationRemoved)
                Deliver(late);
            else
                ChangeMembers(late.Push);
            applied.TrySetResult();
            // A later push, which nothing holds back any more, may have added them again.
            foreach (var userId in late.Push.Removed)
                AskGrain(userId);
        }
        // It changed places with the first; nothing else would tell. Whoever it added is told, too.
        if (isFromBefore)
            Resync(receiver, conversationId, "gap");
        TimeGap(receiver, conversationId, order);
    }

    /// <summary>A gap is given up after once to twice the patience.</summary>
    private void TimeGap(string receiver, string conversationId, PushOrder<PushWork> stream)
    {
        if (stream.NeedsTimer())
            _ = Time();

        async Task Time()
        {
            await Task.Delay(GapPatience, clock);
            await observer.Enqueue(new GapTimedOut(receiver, conversationId, stream));
        }
    }

    private void GiveUp(string receiver, string conversationId, IReadOnlyList<PushWork> held)
    {
        if (held.Count == 0)
            return;
        Resync(receiver, conversationId, "gap");
        foreach (var work in held)
            Deliver(work);
    }

    private void Deliver(PushWork work)
    {
        using var span = PushTelemetry.Begin(work);
        switch (work)
        {
            case GroupWork { Push: { Event: ConversationRemoved ended } push, Applied: var applied }:
                Send(hub.Clients.Group(push.GroupId), ended);
                registry.EndGroup(push.GroupId);
                applied?.TrySetResult();
                break;
            case GroupWork { Push: var push, Applied: var applied }:
                var added = ChangeMembers(push);
                applied?.TrySetResult();
                SendToGroup(push.GroupId, push.Event);
                if (push.Refresh)
                    views.PushGroup(push.GroupId, added);
                break;
            case UserWork { Push: { Event: SessionEnded ended } push }:
                Watch(sessions.Close(push.UserId, ended));
                break;
            case UserWork { Push: { Event: ConversationTouched touched } push }:
                views.PushTo(touched.ConversationId, [push.UserId]);
                break;
            case UserWork { Push: { Event: ConversationRemoved removed } push } when IsInAfter(removed, push.UserId):
                AskGrain(push.UserId);
                break;
            case UserWork { Push: { Event: ConversationRemoved removed } push }:
                registry.RemoveMember(push.UserId, removed.ConversationId);
                Send(hub.Clients.Group(push.UserId), removed);
                break;
            case UserWork { Push: { Event: WatchesChanged } push }:
                presence.LoadWatches(push.UserId);
                break;
            case UserWork { Push: var push }:
                Send(hub.Clients.Group(push.UserId), push.Event);
                break;
        }
    }

    /// <summary>The group's pushes tell of a removal in their order, so that nothing of the group follows on it.</summary>
    private List<string> ChangeMembers(GroupPush push)
    {
        var added = registry.ChangeMembers(push);
        foreach (var userId in push.Removed)
            Send(hub.Clients.Group(userId), new ConversationRemoved(push.GroupId));
        return added;
    }

    /// <summary>The group's pushes here have passed the removal, and the user is in: added again since, or by a list that was read before
    /// the group was taken off it.</summary>
    private bool IsInAfter(ConversationRemoved removed, string userId) =>
        registry.HasMember(removed.ConversationId, userId)
        && _streams.Of(removed.ConversationId, removed.ConversationId).Last >= removed.Version;

    /// <summary>The user's grain knows the groups; by the time of this question its list holds what is true.</summary>
    private void AskGrain(string userId)
    {
        if (registry.HasReceiver(userId))
            Watch(users.Renew(userId));
    }

    /// <summary>Somebody may have left since the read began; nothing of a group follows on its removal.</summary>
    private void Deliver(ViewsRead read)
    {
        var isGroup = Ids.IsGroup(read.ConversationId);
        foreach (var view in read.Views ?? [])
        {
            if (!isGroup || registry.HasMember(read.ConversationId, view.UserId))
                Watch(hub.Clients.Group(view.UserId).ConversationChanged(view.Conversation));
        }
        if (read.Views is null)
        {
            foreach (var userId in read.UserIds)
                Resync(userId, read.ConversationId, "view");
        }
    }

    private void SendToGroup(string groupId, ClientEvent clientEvent)
    {
        switch (clientEvent)
        {
            case ConversationTouched:
                views.PushTo(groupId, registry.ConnectedMembers(groupId, int.MaxValue) ?? []);
                break;
            case TypingChanged { Typing: var typing }:
                Send(hub.Clients.GroupExcept(groupId, registry.ConnectionsOf(typing.UserId)), clientEvent);
                break;
            default:
                Send(hub.Clients.Group(groupId), clientEvent);
                break;
        }
    }

    /// <summary>Not awaited: a client that does not read must not hold up the others.</summary>
    private void Send(IChatClient to, ClientEvent clientEvent)
    {
        Watch(to.Tell(clientEvent));
        PushTelemetry.Sent(clientEvent, clock);
    }

    private void Resync(string to, string? conversationId, string reason)
    {
        PushTelemetry.Resync(reason);
        Watch(hub.Clients.Group(to).ResyncRequired(new ConversationReference(conversationId)));
    }

    private async void Watch(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception exception)
        {
            PushTelemetry.Dropped("failed");
            LogFailed(exception, "send");
        }
    }

    /// <summary>Late pushes may make streams anew for receivers that have left; they go now and then.</summary>
    private void Forget()
    {
        var now = clock.GetUtcNow();
        if (now < _forgetAt)
            return;
        _forgetAt = now + ForgetInterval;
        foreach (var receiver in _streams.Receivers)
            EndStreams(receiver);
    }

    /// <summary>Unless somebody is here again. A change of members that is held back may add somebody, and its group waits.</summary>
    private void EndStreams(string receiver)
    {
        if (registry.HasReceiver(receiver))
            return;
        foreach (var held in _streams.End(receiver))
            Deliver(held);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A push failed ({Work})")]
    private partial void LogFailed(Exception exception, string work);
}
