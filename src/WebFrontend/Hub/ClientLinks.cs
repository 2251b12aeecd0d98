using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// The connections of this front-end and how pushes get to them, in the place of SignalR's own, behind which what a client does not
/// read waits without bound. A push to a group or to all ends when it is written or waits: nobody awaits a client that does not read.
/// </summary>
internal sealed class ClientLinks(IOptions<SlowClientOptions> options, RecordJoiner joiner, SlowClients dropped, TimeProvider clock)
    : HubLifetimeManager<ChatHub>, IDisposable
{
    /// <summary>Connections that are written to at once; more than these get their turns.</summary>
    private const int Few = 16;

    private readonly ConcurrentDictionary<string, ClientLink> _links = new();
    private readonly ClientGroups _groups = new();
    private readonly WriteRounds _rounds = new(clock);

    /// <summary>Ends when more may be pushed; who has many pushes asks before each.</summary>
    public Task Room() => _rounds.Room();

    public void Dispose() => _rounds.Dispose();

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var link = new ClientLink(connection, options.Value, joiner, dropped, clock);
        _links[link.Id] = link;
        link.Watch();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (_links.TryRemove(connection.ConnectionId, out var link))
            _groups.Remove(link);
        return Task.CompletedTask;
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        if (_links.TryGetValue(connectionId, out var link))
        {
            _groups.Add(link, groupName);
            // It may have gone in between, and then nobody would take it out again.
            if (!_links.ContainsKey(connectionId))
                _groups.Remove(link);
        }
        return Task.CompletedTask;
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        if (_links.TryGetValue(connectionId, out var link))
            _groups.Remove(link, groupName);
        return Task.CompletedTask;
    }

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        _links.TryGetValue(connectionId, out var link) ? link.Send(Message(methodName, args)) : Task.CompletedTask;

    /// <summary>This one ends when every connection has been written to.</summary>
    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        var message = Message(methodName, args);
        return Task.WhenAll(connectionIds.Select(id => _links.TryGetValue(id, out var link) ? link.Send(message) : Task.CompletedTask));
    }

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Push(_groups[groupName], methodName, args, null);

    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        Push(_groups[groupName], methodName, args, link => !excludedConnectionIds.Contains(link.Id));

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Task.WhenAll(groupNames.Select(name => SendGroupAsync(name, methodName, args, cancellationToken)));

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Push([.. _links.Values], methodName, args, null);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        Push([.. _links.Values], methodName, args, link => !excludedConnectionIds.Contains(link.Id));

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendUsersAsync([userId], methodName, args, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Push([.. _links.Values], methodName, args, link => link.UserIdentifier is { } userId && userIds.Contains(userId));

    /// <summary>Serialised once, whoever many read it.</summary>
    private Task Push(ClientLink[] links, string methodName, object?[] args, Func<ClientLink, bool>? isMeant)
    {
        if (links.Length == 0)
            return Task.CompletedTask;
        var message = Message(methodName, args);
        if (links.Length > Few)
        {
            _rounds.Push(links, message, isMeant);
            return Task.CompletedTask;
        }
        foreach (var link in links)
        {
            if (isMeant is null || isMeant(link))
                _ = link.Send(message);
        }
        return Task.CompletedTask;
    }

    private static SerializedHubMessage Message(string methodName, object?[] args) => new(new InvocationMessage(methodName, args));
}
