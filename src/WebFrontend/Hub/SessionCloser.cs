using Microsoft.AspNetCore.SignalR;
using OrleansChat.FrontEnds;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Closes the connections of sessions that have ended.</summary>
internal sealed class SessionCloser(ConnectionRegistry registry, IHubContext<ChatHub, IChatClient> hub, TimeProvider clock)
{
    private static readonly TimeSpan TellLimit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Tells the session's connections why, then closes them.</summary>
    public async Task Close(string userId, SessionEnded session)
    {
        var connections = registry.ConnectionsOf(userId, session.SessionId);
        if (connections.IsEmpty)
            return;
        var told = hub.Clients.Clients(connections.Select(connection => connection.Context.ConnectionId))
            .SessionEnded(new SessionEndedReason(session.Reason));
        // A client that reads gets the reason first; one that does not is closed all the same.
        await Task.WhenAny(told, Task.Delay(TellLimit, clock));
        await Task.Delay(ReadTime, clock);
        foreach (var connection in connections)
            connection.Context.Abort();
    }
}
