using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.WebFrontend.Auth;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// A connection as pushes see it. A push is written at once, in the connection's turn or, while the transport has not taken the
/// earlier ones yet, after them; what is owed by then is one write. It is counted, and a client that does not read while too much is
/// owed, or for too long, is dropped.
/// </summary>
/// <param name="connection">Its own buffer is the transport's, whose size is set where the hub is mapped.</param>
internal sealed class ClientLink(
    HubConnectionContext connection, SlowClientOptions options, RecordJoiner joiner, SlowClients dropped, TimeProvider clock)
{
    /// <summary>Bytes that a waiting message costs beside its text.</summary>
    private const int Overhead = 512;

    /// <summary>Bytes of one write, as long as a message is not longer: a part of what the transport takes.</summary>
    private const int MaxWrite = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly long _maxWaiting = options.MaxBufferedBytes / 2;
    private List<SerializedHubMessage>? _owed;
    private TaskCompletionSource? _paid;
    private long _bytes;
    private bool _isWriting;
    private bool _hasTurn;
    private bool _isDropped;

    /// <summary>When the transport did not take a write at once; 0 while it takes all.</summary>
    private long _slowSince;

    public string Id => connection.ConnectionId;

    public string? UserIdentifier => connection.UserIdentifier;

    /// <summary>The groups it is in; guarded by <see cref="ClientGroups"/>.</summary>
    public HashSet<string> Groups { get; } = [];

    /// <summary>Looks once a second whether the client still reads.</summary>
    public void Watch() => connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
        static link => ((ClientLink)link).DropIfStalled(), this);

    /// <summary>Writes it now, after what is owed.</summary>
    /// <param name="message">Shared by all it goes to, so that it is serialised once.</param>
    /// <returns>Ends when it is written, or never will be.</returns>
    public Task Send(SerializedHubMessage message)
    {
        lock (_lock)
        {
            if (!AddLocked(message))
                return Task.CompletedTask;
            if (_isWriting)
                return (_paid ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            _isWriting = true;
        }
        return WriteOwed();
    }

    /// <summary>Writes it in the connection's turn, or earlier.</summary>
    /// <returns>Whether it needs a turn: <see cref="TakeTurn"/>.</returns>
    public bool Owe(SerializedHubMessage message)
    {
        lock (_lock)
            return AddLocked(message) && !_isWriting && !_hasTurn && (_hasTurn = true);
    }

    public void TakeTurn()
    {
        lock (_lock)
        {
            _hasTurn = false;
            if (_isWriting || _owed is null)
                return;
            _isWriting = true;
        }
        _ = WriteOwed();
    }

    private bool AddLocked(SerializedHubMessage message)
    {
        // What is being written may still hold SignalR's lock of the connection, and all that follows would wait for it.
        if (_isDropped)
            return false;
        _bytes += Size(message);
        if (_slowSince != 0 && _bytes > _maxWaiting)
        {
            DropLocked(SlowReason.Behind);
            return false;
        }
        (_owed ??= []).Add(message);
        return true;
    }

    /// <summary>By whoever has set <see cref="_isWriting"/>.</summary>
    private async Task WriteOwed()
    {
        var written = 0L;
        while (TakeOwed(written) is var (messages, bytes, paid))
        {
            try
            {
                var write = connection.WriteAsync(joiner.Join(messages));
                if (!write.IsCompleted)
                    NoteSlow(clock.GetTimestamp());
                await write;
                paid?.SetResult();
            }
            catch (Exception exception)
            {
                // SignalR logs it and closes the connection.
                paid?.SetException(exception);
            }
            written = bytes;
        }
    }

    /// <param name="written">Bytes of the last write.</param>
    private (List<SerializedHubMessage> Messages, long Bytes, TaskCompletionSource? Paid)? TakeOwed(long written)
    {
        lock (_lock)
        {
            _bytes -= written;
            _slowSince = 0;
            if (_owed is not { } owed)
            {
                _isWriting = false;
                return null;
            }
            // A single message is written whole, however long.
            if (_bytes <= MaxWrite || owed.Count == 1)
            {
                var paid = _paid;
                (_owed, _paid) = (null, null);
                return (owed, _bytes, paid);
            }
            var (count, bytes) = (1, (long)Size(owed[0]));
            while (bytes + Size(owed[count]) <= MaxWrite)
                bytes += Size(owed[count++]);
            _owed = owed[count..];
            return (owed[..count], bytes, null);
        }
    }

    private void NoteSlow(long now)
    {
        lock (_lock)
            _slowSince = now;
    }

    private int Size(SerializedHubMessage message) => Overhead + message.GetSerializedMessage(connection.Protocol).Length;

    private void DropIfStalled()
    {
        lock (_lock)
        {
            if (_slowSince != 0 && !_isDropped && clock.GetElapsedTime(_slowSince) > options.StallLimit)
                DropLocked(SlowReason.Stalled);
        }
    }

    private void DropLocked(SlowReason reason)
    {
        _isDropped = true;
        dropped.Note(Id, connection.User.UserId(), reason, _bytes);
        _paid?.SetResult();
        (_owed, _paid) = (null, null);
        // Nothing more is written; what is being written ends with the request, which a goodbye could not pass.
        ThreadPool.QueueUserWorkItem(static connection =>
        {
            connection.Abort();
            connection.GetHttpContext()?.Abort();
        }, connection, preferLocal: false);
    }
}
