using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>A client that opens the hub over a socket of its own, with as small a buffer as there is, and then reads nothing more: no
/// push, no goodbye. It says nothing either.</summary>
internal sealed class DeafClient : IAsyncDisposable
{
    private const char EndOfRecord = '\u001e';

    private readonly TcpClient _tcp = new() { ReceiveBufferSize = 1 };
    private readonly HttpClient _http;
    private readonly HubTransport _transport;
    private string _connection = "";

    private DeafClient(Uri server, ChatUser user, HubTransport transport)
    {
        _transport = transport;
        _http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", user.AccessToken) } };
    }

    /// <summary>When it returns, the connection is subscribed to its user's pushes.</summary>
    public static async Task<DeafClient> Connect(Uri server, ChatUser user, HubTransport transport)
    {
        var client = new DeafClient(server, user, transport);
        await client.Open(user.AccessToken);
        await client.Say("""{"protocol":"json","version":1}""");
        await client.ListenFor("{}");
        await client.Say("""{"type":1,"invocationId":"1","target":"Ping","arguments":[]}""");
        await client.ListenFor("\"invocationId\":\"1\"");
        return client;
    }

    /// <summary>Says that it lives, as clients do every ten seconds.</summary>
    public Task KeepAlive() => Say("""{"type":6}""");

    /// <summary>Reads, or polls, until it has heard that.</summary>
    public Task ListenFor(string text) => Hear(heard => heard.Contains(text, StringComparison.Ordinal)).Within($"{text} is heard");

    /// <summary>Reads on until the server has no more to say, which only a connection that was ended has not.</summary>
    /// <returns>When it is so.</returns>
    public Task End(TimeSpan? limit = null) => Hear(_ => false).Within("the connection has ended", limit);

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Open(string token)
    {
        var address = new UriBuilder(_http.BaseAddress!) { Path = "/hubs/chat", Query = $"access_token={token}" };
        if (_transport != HubTransport.WebSockets)
        {
            using var negotiated = await _http.PostAsync("hubs/chat/negotiate?negotiateVersion=1", null);
            var id = JsonElement.Parse(await negotiated.Content.ReadAsStringAsync()).GetProperty("connectionToken").GetString();
            _connection = $"hubs/chat?id={id}";
            address.Query += $"&id={id}";
        }
        switch (_transport)
        {
            case HubTransport.WebSockets:
                await Get(address.Uri, "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n");
                break;
            case HubTransport.ServerSentEvents:
                await Get(address.Uri, "Accept: text/event-stream\r\n");
                break;
            case HubTransport.LongPolling:
                (await _http.GetAsync(_connection)).Dispose();
                break;
        }
    }

    private async Task Get(Uri address, string headers)
    {
        await _tcp.ConnectAsync(address.Host, address.Port);
        await _tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}\r\n"));
        await ListenFor("\r\n\r\n");
    }

    private async Task Say(string record)
    {
        if (_transport != HubTransport.WebSockets)
        {
            using var answer = await _http.PostAsync(_connection, new StringContent(record + EndOfRecord));
            answer.EnsureSuccessStatusCode();
            return;
        }
        var text = Encoding.UTF8.GetBytes(record + EndOfRecord);
        // One text frame, masked with zeros: RFC 6455, 5.2.
        await _tcp.GetStream().WriteAsync((byte[])[0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text]);
    }

    private async Task Hear(Func<string, bool> isEnough)
    {
        var heard = "";
        var buffer = new byte[256];
        while (!isEnough(heard))
        {
            if (_transport == HubTransport.LongPolling)
            {
                using var poll = await _http.GetAsync(_connection);
                if (poll.StatusCode != HttpStatusCode.OK)
                    return;
                heard = await poll.Content.ReadAsStringAsync();
                continue;
            }
            try
            {
                var count = await _tcp.GetStream().ReadAsync(buffer);
                if (count == 0)
                    return;
                heard = heard[Math.Max(0, heard.Length - 64)..] + Encoding.UTF8.GetString(buffer, 0, count);
            }
            catch (IOException)
            {
                return; // cut
            }
        }
    }
}
