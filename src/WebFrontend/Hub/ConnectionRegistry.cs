using Microsoft.AspNetCore.SignalR;
using OrleansChat.FrontEnds;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Who is connected here: connections by user and users by group. Keeps this front-end subscribed with the grains of both
/// while there is a connection, and SignalR's groups (one per user, one per chat group) in step.
/// </summary>
/// <remarks>
/// A user's groups are known from the user grain's answer and from the groups' own pushes, whichever is newer: a push that
/// arrives while the answer is under way wins over it.
/// </remarks>
internal sealed partial class ConnectionRegistry(
    IGrainFactory grains, IHubContext<ChatHub, IChatClient> hub, FrontEndIdentity self, ILogger<ConnectionRegistry> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LocalUser> _users = [];
    private readonly Dictionary<string, string> _userOfConnection = [];
    private readonly Dictionary<string, HashSet<string>> _usersOfGroup = [];

    /// <summary>Raised with a group and its version when this front-end subscribed; a push after it can be told from one missed.</summary>
    public event Action<string, long>? Subscribed;

    /// <summary>Raised with the id of a user or group that has nobody connected here any more.</summary>
    public event Action<string>? Abandoned;

    /// <summary>When it returns, the connection receives every push that follows.</summary>
    public async Task Add(HubCallerContext context, string userId, string sessionId)
    {
        lock (_lock)
        {
            if (!_users.TryGetValue(userId, out var user))
                _users.Add(userId, user = new LocalUser());
            user.Connections.Add(context.ConnectionId, new LocalConnection(sessionId, context));
            _userOfConnection.Add(context.ConnectionId, userId);
            _ = hub.Groups.AddToGroupAsync(context.ConnectionId, userId);
            foreach (var groupId in user.Groups)
                _ = hub.Groups.AddToGroupAsync(context.ConnectionId, groupId);
        }

        try
        {
            await Renew(userId);
        }
        catch
        {
            await Remove(context.ConnectionId);
            throw;
        }
    }

    public async Task Remove(string connectionId)
    {
        List<string> abandoned;
        string userId;
        lock (_lock)
        {
            if (!_userOfConnection.Remove(connectionId, out userId!))
                return;
            var user = _users[userId];
            user.Connections.Remove(connectionId);
            if (user.Connections.Count > 0)
                return;
            _users.Remove(userId);
            abandoned = [.. user.Groups.Where(groupId => LeaveLocked(userId, user, groupId))];
        }

        foreach (var receiver in abandoned.Prepend(userId))
            Abandoned?.Invoke(receiver);
        try
        {
            await User(userId).Disconnect(self.FrontEnd.Id);
            await Task.WhenAll(abandoned.Select(groupId => Group(groupId).Unsubscribe(self.FrontEnd.Id)));
        }
        catch (Exception exception)
        {
            LogNotTold(exception, userId); // the leases end by themselves
        }
    }

    /// <summary>Asks the user's grain for the groups and for sessions that have ended, and renews the lease of its pushes.</summary>
    public async Task Renew(string userId)
    {
        LocalUser user;
        ImmutableArray<string> sessions;
        lock (_lock)
        {
            if (!_users.TryGetValue(userId, out user!))
                return;
            sessions = [.. user.Connections.Values.Select(connection => connection.SessionId).Distinct()];
            user.BeginRefresh();
        }

        UserConnection? answer = null;
        ImmutableArray<string> joined = [];
        var lostPushes = false;
        try
        {
            answer = await User(userId).Connect(self.FrontEnd, sessions);
        }
        finally
        {
            lock (_lock)
            {
                var groups = user.EndRefresh(answer?.Groups);
                if (answer is not null && _users.GetValueOrDefault(userId) == user)
                {
                    lostPushes = user.Incarnation is { } before && before != answer.Incarnation;
                    user.Incarnation = answer.Incarnation;
                    joined = [.. groups.Where(groupId => JoinLocked(userId, user, groupId))];
                    foreach (var left in user.Groups.Except(groups).ToArray())
                        LeaveLocked(userId, user, left);
                }
            }
        }

        await Task.WhenAll(joined.Select(Subscribe));
        foreach (var ended in answer!.EndedSessions)
            await EndSession(userId, ended, "The session has ended.");
        if (lostPushes)
            await hub.Clients.Group(userId).ResyncRequired(new ConversationReference(null));
    }

    /// <summary>Subscribes to a group, or renews that.</summary>
    public async Task Subscribe(string groupId) =>
        Subscribed?.Invoke(groupId, await Group(groupId).Subscribe(self.FrontEnd));

    /// <summary>Applies a group's change of members to the connections here.</summary>
    /// <returns>Those of the added users that are connected here.</returns>
    public List<string> ChangeMembers(GroupPush push)
    {
        lock (_lock)
        {
            var added = push.Added.Where(_users.ContainsKey).ToList();
            foreach (var userId in added)
            {
                _users[userId].Note(push.GroupId, isMember: true);
                JoinLocked(userId, _users[userId], push.GroupId);
            }
            foreach (var userId in push.Removed)
                RemoveLocked(userId, push.GroupId);
            return added;
        }
    }

    /// <summary>A user is no longer in a group.</summary>
    public void RemoveMember(string userId, string groupId)
    {
        lock (_lock)
            RemoveLocked(userId, groupId);
    }

    /// <summary>Tells the session's connections why, then closes them.</summary>
    public async Task EndSession(string userId, string sessionId, string reason)
    {
        LocalConnection[] ended;
        lock (_lock)
            ended = _users.TryGetValue(userId, out var user)
                ? [.. user.Connections.Values.Where(connection => connection.SessionId == sessionId)]
                : [];
        if (ended.Length == 0)
            return;
        var told = hub.Clients.Clients(ended.Select(connection => connection.Context.ConnectionId))
            .SessionEnded(new SessionEndedReason(reason));
        // A client that reads gets the reason first; one that does not is closed all the same.
        await Task.WhenAny(told, Task.Delay(TimeSpan.FromSeconds(1)));
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        foreach (var connection in ended)
            connection.Context.Abort();
    }

    public ImmutableArray<string> ConnectedUsers()
    {
        lock (_lock)
            return [.. _users.Keys];
    }

    public ImmutableArray<string> SubscribedGroups()
    {
        lock (_lock)
            return [.. _usersOfGroup.Keys];
    }

    public ImmutableArray<string> ConnectedMembers(string groupId)
    {
        lock (_lock)
            return _usersOfGroup.TryGetValue(groupId, out var users) ? [.. users] : [];
    }

    public bool HasMember(string groupId, string userId)
    {
        lock (_lock)
            return _usersOfGroup.TryGetValue(groupId, out var users) && users.Contains(userId);
    }

    /// <summary>Whether the user, or somebody in the group, is connected here.</summary>
    public bool HasReceiver(string userOrGroupId)
    {
        lock (_lock)
            return _users.ContainsKey(userOrGroupId) || _usersOfGroup.ContainsKey(userOrGroupId);
    }

    private void RemoveLocked(string userId, string groupId)
    {
        if (!_users.TryGetValue(userId, out var user))
            return;
        user.Note(groupId, isMember: false);
        LeaveLocked(userId, user, groupId);
    }

    /// <returns>True when the user is the group's first here: subscribe.</returns>
    private bool JoinLocked(string userId, LocalUser user, string groupId)
    {
        if (!user.Groups.Add(groupId))
            return false;
        foreach (var connectionId in user.Connections.Keys)
            _ = hub.Groups.AddToGroupAsync(connectionId, groupId);
        if (!_usersOfGroup.TryGetValue(groupId, out var users))
            _usersOfGroup.Add(groupId, users = []);
        users.Add(userId);
        return users.Count == 1;
    }

    /// <returns>True when the user was the group's last here: unsubscribe.</returns>
    private bool LeaveLocked(string userId, LocalUser user, string groupId)
    {
        if (!user.Groups.Remove(groupId))
            return false;
        foreach (var connectionId in user.Connections.Keys)
            _ = hub.Groups.RemoveFromGroupAsync(connectionId, groupId);
        if (!_usersOfGroup.TryGetValue(groupId, out var users) || !users.Remove(userId) || users.Count > 0)
            return false;
        _usersOfGroup.Remove(groupId);
        return true;
    }

    private IUserGrain User(string id) => grains.GetGrain<IUserGrain>(id);

    private IGroupGrain Group(string id) => grains.GetGrain<IGroupGrain>(id);

    [LoggerMessage(Level = LogLevel.Information, Message = "Could not tell the grains that {UserId} disconnected")]
    private partial void LogNotTold(Exception exception, string userId);
}
