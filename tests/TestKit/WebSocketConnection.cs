using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansChat.TestKit;

/// <summary>A WebSocket as the pair of pipes that SignalR's client works on.</summary>
internal sealed class WebSocketConnection : ConnectionContext, IDuplexPipe
{
    private readonly ClientWebSocket _socket;
    private readonly Pipe _received = new();
    private readonly Pipe _toSend = new();
    private readonly Task _pumps;

    private WebSocketConnection(ClientWebSocket socket)
    {
        _socket = socket;
        _pumps = Task.WhenAll(Receive(), Send());
    }

    /// <summary>Opens one bare: no negotiation, the token in the query, as browsers do it.</summary>
    public static async Task<WebSocketConnection> Open(
        Uri address, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        // The product's own keep-alive is what tests are about.
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        foreach (var (name, value) in headers)
            socket.Options.SetRequestHeader(name, value);
        try
        {
            var scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
            await socket.ConnectAsync(new UriBuilder(address) { Scheme = scheme }.Uri, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return new WebSocketConnection(socket);
    }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _toSend.Writer;

    /// <summary>Cuts the connection as a lost network does: nobody says goodbye.</summary>
    public override void Abort() => _socket.Abort();

    public override async ValueTask DisposeAsync()
    {
        await _toSend.Writer.CompleteAsync();
        await _received.Reader.CompleteAsync();
        await _pumps;
        _socket.Dispose();
    }

    private async Task Receive()
    {
        Exception? lost = null;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_received.Writer.GetMemory(4096), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                _received.Writer.Advance(received.Count);
                if ((await _received.Writer.FlushAsync()).IsCompleted)
                    break;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            lost = exception;
        }
        await _received.Writer.CompleteAsync(lost);
        _toSend.Reader.CancelPendingRead();
    }

    private async Task Send()
    {
        try
        {
            while (true)
            {
                var read = await _toSend.Reader.ReadAsync();
                if (!read.Buffer.IsEmpty)
                    await _socket.SendAsync(read.Buffer.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                _toSend.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                    break;
            }
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            _socket.Abort();
        }
        await _toSend.Reader.CompleteAsync();
    }
}
