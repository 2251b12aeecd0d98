using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OrleansChat.Grains.Tests.Infrastructure;

/// <summary>Stands between a client and PostgreSQL, and can lose the answer to whatever is sent next: the server has done it,
/// the client never hears.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly Func<Socket> _connect;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _armed;

    public CuttingProxy(string connectionString)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        _connect = () => Connect(target);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndPoint!).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;
        _accepting = Accept();
    }

    public string ConnectionString { get; }

    /// <summary>How many answers were lost.</summary>
    public int Cuts { get; private set; }

    /// <summary>Lose the answer to the next commit that is sent.</summary>
    public void LoseNextAnswer() => Interlocked.Exchange(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Serve(Socket client)
    {
        using (client)
        using (var server = _connect())
        {
            var cut = new TaskCompletionSource();
            await Task.WhenAny(Pump(client, server, isRequest: true, cut), Pump(server, client, isRequest: false, cut), cut.Task);
        }
    }

    private async Task Pump(Socket from, Socket to, bool isRequest, TaskCompletionSource cut)
    {
        var buffer = new byte[1 << 16];
        var isCommit = false;
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                var bytes = buffer.AsMemory(0, count);
                // The statement's text goes over the wire when it is prepared: the first commit of a connection.
                if (isRequest && bytes.Span.IndexOf("INSERT INTO messages"u8) >= 0 && Interlocked.Exchange(ref _armed, 0) == 1)
                    _losing.Add(to);
                if (!isRequest && _losing.Remove(from))
                    isCommit = true;
                if (isCommit)
                {
                    Cuts++;
                    cut.TrySetResult();
                    return;
                }
                await to.SendAsync(bytes, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has gone: the other follows.
        }
    }

    private readonly HashSet<Socket> _losing = [];

    private static Socket Connect(NpgsqlConnectionStringBuilder target)
    {
        EndPoint endPoint = target.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{target.Host}/.s.PGSQL.{target.Port}")
            : new DnsEndPoint(target.Host, target.Port);
        var socket = new Socket(
            endPoint is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(endPoint);
        return socket;
    }
}
