using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>A hub connection that sends any text as it is, for what SignalR's own client would never send.</summary>
internal sealed class RawHubConnection : IAsyncDisposable
{
    private const char EndOfRecord = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<string> _records = new();
    private int _invocations;

    private RawHubConnection()
    {
    }

    public static async Task<RawHubConnection> Connect(Uri server, ChatUser user, string handshake = """{"protocol":"json","version":1}""")
    {
        var connection = new RawHubConnection();
        await connection._socket.ConnectAsync(
            new UriBuilder(server) { Scheme = "ws", Path = "hubs/chat", Query = $"access_token={user.AccessToken}" }.Uri, CancellationToken.None);
        await connection.Send(handshake);
        return connection;
    }

    public static async Task<RawHubConnection> ConnectReady(Uri server, ChatUser user)
    {
        var connection = await Connect(server, user);
        Assert.Equal("{}", await connection.Next());
        return connection;
    }

    /// <summary>One record, or whatever it is.</summary>
    public Task Send(string record) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(record + EndOfRecord), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Calls a method.</summary>
    /// <param name="arguments">JSON, or not: the inside of the array.</param>
    /// <returns>The error's text; null when the call succeeded.</returns>
    public async Task<string?> Invoke(string method, string arguments)
    {
        var id = (++_invocations).ToString(CultureInfo.InvariantCulture);
        await Send($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{arguments}}]}""");
        while (await Next() is { } record)
        {
            var message = JsonElement.Parse(record);
            if (message.TryGetProperty("invocationId", out var answered) && answered.GetString() == id)
                return message.TryGetProperty("error", out var error) ? error.GetString() : null;
        }
        throw new EndOfStreamException($"The server closed the connection on {method}({arguments}).");
    }

    /// <summary>The argument of the next push of that kind; others are passed over.</summary>
    public async Task<JsonElement> NextPush(string target)
    {
        while (await Next() is { } record)
        {
            var message = JsonElement.Parse(record);
            if (message.TryGetProperty("target", out var pushed) && pushed.GetString() == target)
                return message.GetProperty("arguments")[0];
        }
        throw new EndOfStreamException($"The server closed the connection before {target}.");
    }

    /// <summary>Whether the server closes the connection, having said nothing but a reason, and who else is online.</summary>
    public async Task<bool> IsClosed()
    {
        while (await Next() is { } record)
        {
            var message = JsonElement.Parse(record);
            var isPresence = message.TryGetProperty("target", out var target) && target.GetString() == "PresenceChanged";
            if (!isPresence && message.TryGetProperty("type", out var type) && type.GetInt32() is not (6 or 7))
                return false;
        }
        return true;
    }

    /// <summary>The next record; null when the connection was closed.</summary>
    public async Task<string?> Next()
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (_records.Count == 0)
        {
            try
            {
                var received = await _socket.ReceiveAsync(buffer, CancellationToken.None).Within("a record comes");
                if (received.MessageType == WebSocketMessageType.Close)
                    return null;
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
            catch (WebSocketException)
            {
                return null;
            }
            if (text.Length > 0 && text[^1] == EndOfRecord)
            {
                foreach (var record in text.ToString().Split(EndOfRecord, StringSplitOptions.RemoveEmptyEntries))
                    _records.Enqueue(record);
                text.Clear();
            }
        }
        return _records.Dequeue();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
