using Microsoft.AspNetCore.SignalR;
using OrleansChat.FrontEnds;
using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Lets connections in and out, and keeps this front-end subscribed to their users. Calls to one user go one after the other,
/// so that no late goodbye can end the subscription of a connection that came after it.
/// </summary>
internal sealed partial class UserSubscriptions
{
    private static readonly TimeSpan DisconnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>What was under way when the grain answered has arrived by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory _grains;
    private readonly ConnectionRegistry _registry;
    private readonly GroupSubscriptions _groups;
    private readonly FrontEndObserver _observer;
    private readonly FrontEndIdentity _self;
    private readonly TimeProvider _clock;
    private readonly ILogger<UserSubscriptions> _logger;
    private readonly SerialCalls _calls;

    public UserSubscriptions(
        IGrainFactory grains,
        ConnectionRegistry registry,
        GroupSubscriptions groups,
        FrontEndObserver observer,
        FrontEndIdentity self,
        TimeProvider clock,
        ILogger<UserSubscriptions> logger)
    {
        (_grains, _registry, _groups, _observer, _self) = (grains, registry, groups, observer, self);
        (_clock, _logger) = (clock, logger);
        _calls = new SerialCalls(Update);
    }

    /// <summary>A connection was added; the first argument is its user, the second its id.</summary>
    public event Action<string, string>? Added;

    /// <summary>A user's last connection was removed.</summary>
    public event Action<string>? Left;

    /// <summary>A user's grain answered.</summary>
    public event Action<string, UserConnection>? Renewed;

    /// <summary>When it returns, the connection receives every push that follows. A group that does not answer keeps nobody out:
    /// once it does, its members here are told to sync.</summary>
    public async Task Add(HubCallerContext context, string userId, string sessionId)
    {
        _registry.Add(context, userId, sessionId);
        try
        {
            await Renew(userId);
        }
        catch
        {
            await Remove(context.ConnectionId);
            throw;
        }
        Added?.Invoke(userId, context.ConnectionId);
        await SubscribeTo(_registry.GroupsOf(userId), userId);
    }

    public async Task Remove(string connectionId)
    {
        if (_registry.Remove(connectionId) is not { } left)
            return;
        Left?.Invoke(left.UserId);
        foreach (var receiver in left.GroupIds.Add(left.UserId))
            await _observer.Enqueue(new Abandoned(receiver));
        try
        {
            await Task.WhenAll([Renew(left.UserId), .. left.GroupIds.Select(_groups.Renew)]);
        }
        catch (Exception exception)
        {
            LogNotTold(exception, left.UserId); // the leases end by themselves
        }
    }

    /// <summary>While the user is connected here: renews the lease of the user's pushes and learns of groups and sessions what
    /// no push told. Else says goodbye.</summary>
    public Task Renew(string userId) => _calls.Run(userId);

    private async Task Update(string userId)
    {
        if (_registry.BeginRefresh(userId) is not { } refresh)
        {
            _observer.UserPushes.Forget(userId);
            await User(userId).Disconnect(_self.FrontEnd.Id).WaitAsync(DisconnectTimeout, _clock);
            return;
        }

        UserConnection? answer = null;
        UserChange? change;
        var arrived = _observer.UserPushes.Begin(userId);
        try
        {
            answer = await User(userId).Connect(_self.FrontEnd, refresh.SessionIds);
        }
        finally
        {
            change = _registry.EndRefresh(refresh, answer);
        }

        Renewed?.Invoke(userId, answer);
        foreach (var ended in answer.EndedSessions)
            await _observer.Enqueue(new UserWork(new UserPush(userId, new SessionEnded(ended, "The session has ended."))));
        if (change is { MustSync: true })
            _ = RequireSync(userId, change.Joined);
        if (_observer.UserPushes.Renewed(userId, arrived, answer))
            _ = Expect(userId, answer);
    }

    private async Task Expect(string userId, UserConnection answer)
    {
        await Task.Delay(Grace, _clock);
        if (_observer.UserPushes.HasMissed(userId, answer))
            await _observer.Enqueue(new PushesMissed(userId, null));
    }

    /// <summary>After the subscriptions: what is pushed while the client syncs must arrive.</summary>
    private async Task RequireSync(string userId, ImmutableArray<string> joined)
    {
        await SubscribeTo(joined, userId);
        await _observer.Enqueue(new PushesMissed(userId, null));
    }

    private async Task SubscribeTo(IEnumerable<string> groupIds, string userId)
    {
        try
        {
            await Task.WhenAll(groupIds.Select(_groups.Ensure));
        }
        catch (Exception exception)
        {
            LogNotSubscribed(exception, userId); // the group's renewal subscribes, and requires a sync then
        }
    }

    private IUserGrain User(string id) => _grains.GetGrain<IUserGrain>(id);

    [LoggerMessage(Level = LogLevel.Information, Message = "Could not tell the grains that {UserId} disconnected")]
    private partial void LogNotTold(Exception exception, string userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not subscribe to a group of {UserId}; it is tried again in 10 s")]
    private partial void LogNotSubscribed(Exception exception, string userId);
}
