using Microsoft.AspNetCore.SignalR;
using OrleansChat.Presence;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.WebFrontend.Presence;

/// <summary>
/// Tells connections who of those whom their user may see comes and goes. Who connects is told who is online; who loses sight of
/// somebody sees them go.
/// </summary>
/// <remarks>One lock over board, watches and sending: else a push that is under way could be overtaken by a newer one.</remarks>
internal sealed partial class PresencePusher
{
    private readonly IGrainFactory _grains;
    private readonly ConnectionRegistry _registry;
    private readonly PresenceBoard _board;
    private readonly IHubContext<ChatHub, IChatClient> _hub;
    private readonly ILogger<PresencePusher> _logger;
    private readonly SerialCalls _loads;
    private readonly PresenceWatches _watches = new();
    private readonly Lock _lock = new();

    public PresencePusher(
        IGrainFactory grains,
        ConnectionRegistry registry,
        UserSubscriptions users,
        PresenceBoard board,
        IHubContext<ChatHub, IChatClient> hub,
        ILogger<PresencePusher> logger)
    {
        (_grains, _registry, _board, _hub, _logger) = (grains, registry, board, hub, logger);
        _loads = new SerialCalls(Load);
        users.Added += TellConnection;
        users.Left += Forget;
        users.Renewed += LoadIfOther;
    }

    public void Apply(PresencePush push)
    {
        lock (_lock)
            Tell(_board.Apply(push));
    }

    public void ApplySnapshot(PresencePush snapshot)
    {
        lock (_lock)
            Tell(_board.ApplySnapshot(snapshot));
    }

    /// <summary>Asks a user's grain whom the user may see. What fails is made up for by the next renewal of the user.</summary>
    public async void LoadWatches(string userId)
    {
        try
        {
            await _loads.Run(userId);
        }
        catch (Exception exception)
        {
            LogNotLoaded(exception, userId);
        }
    }

    private async Task Load(string userId)
    {
        if (!_registry.HasReceiver(userId))
            return;
        var watches = await _grains.GetGrain<IUserGrain>(userId).GetWatches();
        lock (_lock)
        {
            // In the lock: whoever leaves after this is forgotten after this.
            if (!_registry.HasReceiver(userId))
                return;
            var (added, removed) = _watches.Set(userId, watches);
            foreach (var watched in added.Where(_board.IsOnline))
                Send(_hub.Clients.Group(userId), new UserPresence(watched, Online: true, LastSeenAt: null));
            foreach (var watched in removed.Where(_board.IsOnline))
                Send(_hub.Clients.Group(userId), new UserPresence(watched, Online: false, LastSeenAt: null));
        }
    }

    private void LoadIfOther(string userId, UserConnection connection)
    {
        bool isKnown;
        lock (_lock)
            isKnown = _watches.Has(userId, connection.WatchesVersion);
        // One under way brings them, as a rule; if it does not, the next renewal sees that they are others.
        if (!isKnown && !_loads.IsRunning(userId))
            LoadWatches(userId);
    }

    /// <summary>The user's first connection is told when it is known whom the user may see.</summary>
    private void TellConnection(string userId, string connectionId)
    {
        lock (_lock)
        {
            foreach (var watched in _watches.Of(userId).Where(_board.IsOnline))
                Send(_hub.Clients.Client(connectionId), new UserPresence(watched, Online: true, LastSeenAt: null));
        }
    }

    private void Forget(string userId)
    {
        lock (_lock)
        {
            if (!_registry.HasReceiver(userId))
                _watches.Remove(userId);
        }
    }

    private void Tell(ImmutableArray<UserPresence> changes)
    {
        foreach (var change in changes)
        {
            foreach (var watcher in _watches.WatchersOf(change.UserId))
                Send(_hub.Clients.Group(watcher), change);
        }
    }

    /// <summary>Not awaited: a client that does not read must not hold up the others.</summary>
    private async void Send(IChatClient to, UserPresence presence)
    {
        try
        {
            await to.PresenceChanged(presence);
        }
        catch (Exception exception)
        {
            LogNotSent(exception, presence.UserId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whom {UserId} may see could not be read; it is tried again")]
    private partial void LogNotLoaded(Exception exception, string userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The presence of {UserId} could not be sent")]
    private partial void LogNotSent(Exception exception, string userId);
}
