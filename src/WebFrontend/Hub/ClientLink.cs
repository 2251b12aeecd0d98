using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.WebFrontend.Auth;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// A connection as pushes see it. A push is written at once or, when the transport has not taken the earlier ones yet, waits behind
/// them; what waits is counted, and a client that lets too much of it wait, or all of it for too long, is dropped.
/// </summary>
/// <param name="connection">Its own buffer is the transport's, whose size is set where the hub is mapped.</param>
internal sealed class ClientLink(HubConnectionContext connection, SlowClientOptions options, SlowClients dropped, TimeProvider clock)
{
    /// <summary>Bytes that a waiting write costs beside its message.</summary>
    private const int Overhead = 512;

    private readonly long _maxWaiting = options.MaxBufferedBytes / 2;
    private long _waiting;
    private long _progressAt;
    private int _isDropped;

    public string Id => connection.ConnectionId;

    public string? UserIdentifier => connection.UserIdentifier;

    /// <summary>The groups it is in; guarded by <see cref="ClientGroups"/>.</summary>
    public HashSet<string> Groups { get; } = [];

    /// <summary>Looks once a second whether the client still reads.</summary>
    public void Watch() => connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
        static link => ((ClientLink)link).DropIfStalled(), this);

    /// <param name="message">Shared by all it goes to, so that it is serialised once.</param>
    /// <returns>Ends when it is written, or never will be.</returns>
    public Task Send(SerializedHubMessage message)
    {
        // What is being written may still hold the connection's lock, and all that follows would wait for it.
        if (Volatile.Read(ref _isDropped) != 0)
            return Task.CompletedTask;
        var write = connection.WriteAsync(message);
        return write.IsCompletedSuccessfully
            ? Task.CompletedTask
            : Wait(write, Overhead + message.GetSerializedMessage(connection.Protocol).Length);
    }

    private async Task Wait(ValueTask write, int bytes)
    {
        var waiting = Interlocked.Add(ref _waiting, bytes);
        if (waiting == bytes)
            Volatile.Write(ref _progressAt, clock.GetTimestamp());
        if (waiting > _maxWaiting)
            Drop(SlowReason.Behind);
        try
        {
            await write;
        }
        finally
        {
            Volatile.Write(ref _progressAt, clock.GetTimestamp());
            Interlocked.Add(ref _waiting, -bytes);
        }
    }

    private void DropIfStalled()
    {
        if (Volatile.Read(ref _waiting) > 0 && clock.GetElapsedTime(Volatile.Read(ref _progressAt)) > options.StallLimit)
            Drop(SlowReason.Stalled);
    }

    private void Drop(SlowReason reason)
    {
        if (Interlocked.Exchange(ref _isDropped, 1) != 0)
            return;
        dropped.Note(Id, connection.User.UserId(), reason, Volatile.Read(ref _waiting));
        // Nothing more is written; what waits ends with the request, which a goodbye could not pass.
        connection.Abort();
        connection.GetHttpContext()?.Abort();
    }
}
