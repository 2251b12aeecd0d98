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
internal sealed class HubConnectionFactory(HubTransport transport, IReadOnlyDictionary<string, string> headers) : IConnectionFactory
{
    public ConnectionContext? Last { get; private set; }

    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var address = ((UriEndPoint)endpoint).Uri;
        return Last = transport == HubTransport.WebSockets
            ? await WebSocketConnection.Open(address, headers, cancellationToken)
            : await HttpHubConnection.Open(address, headers, transport, cancellationToken);
    }
}
