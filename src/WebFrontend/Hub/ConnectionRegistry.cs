using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.FrontEnds;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Telemetry;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>A question to a user's grain that is under way.</summary>
internal sealed record UserRefresh(LocalUser User, ImmutableArray<string> SessionIds);

/// <summary>Who has nobody connected here any more.</summary>
internal sealed record Departure(string UserId, ImmutableArray<string> GroupIds);

/// <summary>
/// Who is connected here: connections by user and users by group. Keeps SignalR's groups (one per user, one per chat group) in
/// step; calls no grain.
/// </summary>
/// <remarks>
/// A user's groups are known from the user grain's answer and from the groups' own pushes, whichever is newer: a push that
/// arrives while the answer is under way wins over it.
/// </remarks>
internal sealed class ConnectionRegistry(IHubContext<ChatHub, IChatClient> hub)
{
    private const int MaxEndedGroups = 10_000;

    private static readonly UpDownCounter<int> ConnectedUsers = FrontEndTelemetry.Meter.CreateUpDownCounter<int>(
        "chat.users.connected", "{user}", "Users with a connection here, however many they have.");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LocalUser> _users = [];
    private readonly Dictionary<string, LocalUser> _userOfConnection = [];
    private readonly Dictionary<string, HashSet<string>> _usersOfGroup = [];

    /// <summary>The groups that were last deleted while somebody was here: users' lists may still hold them for a while.</summary>
    private readonly HashSet<string> _endedGroups = [];
    private readonly Queue<string> _endedOrder = new();

    public void Add(HubCallerContext context, string userId, string sessionId)
    {
        lock (_lock)
        {
            if (!_users.TryGetValue(userId, out var user))
            {
                _users.Add(userId, user = new LocalUser(userId));
                ConnectedUsers.Add(1);
            }
            user.Connections.Add(context.ConnectionId, new LocalConnection(sessionId, context));
            _userOfConnection.Add(context.ConnectionId, user);
            _ = hub.Groups.AddToGroupAsync(context.ConnectionId, userId);
            foreach (var groupId in user.Groups)
                _ = hub.Groups.AddToGroupAsync(context.ConnectionId, groupId);
        }
    }

    /// <returns>Null unless it was the user's last connection.</returns>
    public Departure? Remove(string connectionId)
    {
        lock (_lock)
        {
            if (!_userOfConnection.Remove(connectionId, out var user))
                return null;
            user.Connections.Remove(connectionId);
            if (user.Connections.Count > 0)
                return null;
            _users.Remove(user.Id);
            ConnectedUsers.Add(-1);
            return new Departure(user.Id, [.. user.Groups.ToArray().Where(groupId => LeaveLocked(user, groupId))]);
        }
    }

    /// <summary>The user's grain is about to be asked; once at a time.</summary>
    /// <returns>Null when the user is not connected here.</returns>
    public UserRefresh? BeginRefresh(string userId)
    {
        lock (_lock)
        {
            if (!_users.TryGetValue(userId, out var user))
                return null;
            user.BeginRefresh();
            return new UserRefresh(user, [.. user.Connections.Values.Select(connection => connection.SessionId).Distinct()]);
        }
    }

    /// <summary>Applies the grain's answer.</summary>
    /// <param name="answer">Null when it did not answer.</param>
    /// <returns>Null when nothing was answered, or the user left meanwhile.</returns>
    public UserChange? EndRefresh(UserRefresh refresh, UserConnection? answer)
    {
        lock (_lock)
        {
            var user = refresh.User;
            if (user.EndRefresh(WithoutEnded(answer)) is not { } change || _users.GetValueOrDefault(user.Id) != user)
                return null;
            foreach (var joined in change.Joined)
                JoinLocked(user, joined);
            foreach (var left in change.Left)
                LeaveLocked(user, left);
            return change;
        }
    }

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
                JoinLocked(_users[userId], push.GroupId);
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

    /// <summary>A group is deleted: nobody here is in it any more, nor will be, whatever users' lists may still say.</summary>
    public void EndGroup(string groupId)
    {
        lock (_lock)
        {
            if (_endedGroups.Add(groupId))
                _endedOrder.Enqueue(groupId);
            if (_endedOrder.Count > MaxEndedGroups)
                _endedGroups.Remove(_endedOrder.Dequeue());
            foreach (var userId in _usersOfGroup.GetValueOrDefault(groupId, []).ToArray())
                RemoveLocked(userId, groupId);
        }
    }

    public ImmutableArray<LocalConnection> ConnectionsOf(string userId, string sessionId)
    {
        lock (_lock)
            return _users.TryGetValue(userId, out var user)
                ? [.. user.Connections.Values.Where(connection => connection.SessionId == sessionId)]
                : [];
    }

    /// <summary>The ids of a user's connections here.</summary>
    public ImmutableArray<string> ConnectionsOf(string userId)
    {
        lock (_lock)
            return _users.TryGetValue(userId, out var user) ? [.. user.Connections.Keys] : [];
    }

    /// <summary>All connections here.</summary>
    public ImmutableArray<LocalConnection> Connections()
    {
        lock (_lock)
            return [.. _users.Values.SelectMany(user => user.Connections.Values)];
    }

    public ImmutableArray<string> GroupsOf(string userId)
    {
        lock (_lock)
            return _users.TryGetValue(userId, out var user) ? [.. user.Groups] : [];
    }

    /// <summary>The users who are connected here.</summary>
    public ImmutableArray<string> Users()
    {
        lock (_lock)
            return [.. _users.Keys];
    }

    /// <summary>The groups that have members connected here.</summary>
    public ImmutableArray<string> Groups()
    {
        lock (_lock)
            return [.. _usersOfGroup.Keys];
    }

    /// <returns>Null when they are more than that.</returns>
    public ImmutableArray<string>? ConnectedMembers(string groupId, int atMost)
    {
        lock (_lock)
        {
            return !_usersOfGroup.TryGetValue(groupId, out var users) ? []
                : users.Count <= atMost ? [.. users]
                : null;
        }
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

    private UserConnection? WithoutEnded(UserConnection? answer) =>
        answer is null || !_endedGroups.Overlaps(answer.Groups)
            ? answer
            : answer with { Groups = answer.Groups.RemoveAll(_endedGroups.Contains) };

    private void RemoveLocked(string userId, string groupId)
    {
        if (!_users.TryGetValue(userId, out var user))
            return;
        user.Note(groupId, isMember: false);
        LeaveLocked(user, groupId);
    }

    private void JoinLocked(LocalUser user, string groupId)
    {
        if (!user.Groups.Add(groupId))
            return;
        foreach (var connectionId in user.Connections.Keys)
            _ = hub.Groups.AddToGroupAsync(connectionId, groupId);
        if (!_usersOfGroup.TryGetValue(groupId, out var users))
            _usersOfGroup.Add(groupId, users = []);
        users.Add(user.Id);
    }

    /// <returns>True when the user was the group's last here.</returns>
    private bool LeaveLocked(LocalUser user, string groupId)
    {
        if (!user.Groups.Remove(groupId))
            return false;
        foreach (var connectionId in user.Connections.Keys)
            _ = hub.Groups.RemoveFromGroupAsync(connectionId, groupId);
        var users = _usersOfGroup[groupId];
        users.Remove(user.Id);
        return users.Count == 0 && _usersOfGroup.Remove(groupId);
    }
}
