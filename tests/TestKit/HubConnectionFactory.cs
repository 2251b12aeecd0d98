using System.Net;
using Microsoft.AspNetCore.Connections;

namespace OrleansChat.TestKit;

/// <summary>How a client speaks with the hub; SignalR chooses the first that works.</summary>
public enum HubTransport
{
    WebSockets,
    ServerSentEvents,
    LongPolling,
}

/// <summary>Opens connections for SignalR's client, whose core package brings no transport of its own.</summary>
/// <param name="cookies">Whether those that the server sets are sent back.</param>
internal sealed class HubConnectionFactory(HubTransport transport, IReadOnlyDictionary<string, string> headers, bool cookies) : IConnectionFactory
{
    public ConnectionContext? Last { get; private set; }

    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var address = ((UriEndPoint)endpoint).Uri;
        return Last = transport == HubTransport.WebSockets
            ? await WebSocketConnection.Open(address, headers, cancellationToken)
            : await HttpHubConnection.Open(address, headers, transport, cookies, cancellationToken);
    }
}
