using Microsoft.AspNetCore.SignalR;
using OrleansChat.FrontEnds;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Fans pushes out to the connections here, one after the other, each stream in version order. A gap is waited for briefly;
/// then the connections are told to call Sync and go on with what there is.
/// </summary>
internal sealed partial class PushPump(
    FrontEndObserver observer,
    ConnectionRegistry registry,
    ConversationViewsPusher views,
    IHubContext<ChatHub, IChatClient> hub,
    TimeProvider clock,
    ILogger<PushPump> logger) : BackgroundService
{
    private static readonly TimeSpan GapPatience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, PushOrder<PushWork>> _streams = [];
    private DateTimeOffset _forgetAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        registry.Subscribed += (groupId, version) => observer.Enqueue(new StreamStarted(groupId, version));
        await foreach (var work in observer.Queue.ReadAllAsync(stoppingToken))
        {
            try
            {
                Do(work);
            }
            catch (Exception exception)
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
                Order(push.GroupId, version, work);
                break;
            case GroupWork group:
                Deliver(group);
                break;
            case UserWork { Push: { Version: { } version } push }:
                Order(UserStream(push), version, work);
                break;
            case UserWork user:
                Deliver(user);
                break;
            case StreamStarted started:
                Stream(started.GroupId).Start(started.Version);
                break;
            case VersionExpected expected when Stream(expected.GroupId).Last < expected.Version:
                Resync(expected.GroupId, expected.GroupId);
                foreach (var late in Stream(expected.GroupId).SkipTo(expected.Version))
                    Deliver(late);
                break;
            case GapExpired expired when _streams.TryGetValue(expired.Stream, out var order) && order.HasGap:
                GiveUp(order);
                break;
        }
        Forget();
    }

    private void Order(string stream, long version, PushWork work)
    {
        var order = Stream(stream);
        var hadGap = order.HasGap;
        foreach (var ready in order.Take(version, work))
            Deliver(ready);
        // An old version: its members may still be new to us, and whoever waits must get an answer.
        if (version <= order.Last && work is GroupWork { Applied: { Task.IsCompleted: false } applied } late)
        {
            registry.ChangeMembers(late.Push);
            applied.TrySetResult();
        }
        if (order.HasGap && !hadGap)
            _ = ExpireGap(stream);
    }

    private async Task ExpireGap(string stream)
    {
        await Task.Delay(GapPatience, clock);
        await observer.Enqueue(new GapExpired(stream));
    }

    private void GiveUp(PushOrder<PushWork> order)
    {
        var held = order.GiveUp();
        switch (held[0])
        {
            case GroupWork group:
                Resync(group.Push.GroupId, group.Push.GroupId);
                break;
            case UserWork user:
                Resync(user.Push.UserId, user.Push.ConversationId);
                break;
        }
        foreach (var work in held)
            Deliver(work);
    }

    private void Deliver(PushWork work)
    {
        switch (work)
        {
            case GroupWork { Push: var push, Applied: var applied }:
                var (added, removed) = registry.ChangeMembers(push);
                applied?.TrySetResult();
                Send(hub.Clients.Group(push.GroupId), push.Event);
                foreach (var userId in removed)
                    Watch(hub.Clients.Group(userId).ConversationRemoved(new ConversationReference(push.GroupId)));
                if (push.Refresh)
                    views.PushGroup(push.GroupId, added);
                break;
            case UserWork { Push: { Event: SessionEnded ended } push }:
                Watch(registry.EndSession(push.UserId, ended.SessionId, ended.Reason));
                break;
            case UserWork { Push: { Event: ConversationTouched touched } push }:
                views.PushTo(touched.ConversationId, [push.UserId]);
                break;
            case UserWork { Push: var push }:
                Send(hub.Clients.Group(push.UserId), push.Event);
                break;
        }
    }

    /// <summary>Not awaited: a client that does not read must not hold up the others.</summary>
    private void Send(IChatClient to, ClientEvent clientEvent) => Watch(clientEvent switch
    {
        MessageChanged changed => to.MessageChanged(changed.Message),
        ReceiptChanged changed => to.ReceiptChanged(changed.Receipt),
        TypingChanged changed => to.TypingChanged(changed.Typing),
        ConversationRemoved removed => to.ConversationRemoved(new ConversationReference(removed.ConversationId)),
        _ => throw new InvalidOperationException($"No client method for {clientEvent.GetType().Name}."),
    });

    private void Resync(string to, string? conversationId) =>
        Watch(hub.Clients.Group(to).ResyncRequired(new ConversationReference(conversationId)));

    private async void Watch(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception exception)
        {
            LogFailed(exception, "send");
        }
    }

    private PushOrder<PushWork> Stream(string stream)
    {
        if (!_streams.TryGetValue(stream, out var order))
            _streams.Add(stream, order = new PushOrder<PushWork>());
        return order;
    }

    /// <summary>Streams that reach nobody here any more are forgotten now and then.</summary>
    private void Forget()
    {
        var now = clock.GetUtcNow();
        if (now < _forgetAt)
            return;
        _forgetAt = now + ForgetInterval;
        var groups = registry.SubscribedGroups().ToHashSet();
        foreach (var stream in _streams.Keys.Where(stream => !(groups.Contains(stream) || registry.HasUser(UserOf(stream)))).ToArray())
            _streams.Remove(stream);
    }

    private static string UserStream(UserPush push) => $"{push.UserId} {push.ConversationId}";

    private static string UserOf(string stream) => stream.Split(' ')[0];

    [LoggerMessage(Level = LogLevel.Warning, Message = "A push failed ({Work})")]
    private partial void LogFailed(Exception exception, string work);
}
