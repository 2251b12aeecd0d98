using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Writes what many connections are owed, some connections at a time and each in its turn. What comes for a connection before its turn
/// is written along with it, so a busy group costs a connection one write for many messages; and between two turns the thread pool
/// gets to all else, so that no push to a large group holds up the small ones.
/// </summary>
internal sealed class WriteRounds : IThreadPoolWorkItem
{
    /// <summary>Connections at a time: so many writes of the transports then wait in the pool's queue.</summary>
    private const int AtOnce = 8;

    /// <summary>Pushes that are not with all of their connections yet; above this, whoever has more waits.</summary>
    private const int MaxUnfinished = 256;

    private readonly Lock _lock = new();

    /// <summary>Connections in the order of their turns; null where a push ends.</summary>
    private readonly ConcurrentQueue<ClientLink?> _turns = new();
    private TaskCompletionSource? _room;
    private int _unfinished;
    private int _isRunning;

    /// <summary>Ends when more may be pushed.</summary>
    public Task Room()
    {
        lock (_lock)
        {
            return _unfinished < MaxUnfinished
                ? Task.CompletedTask
                : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <param name="isMeant">Null: all of them.</param>
    public void Push(ClientLink[] links, SerializedHubMessage message, Func<ClientLink, bool>? isMeant)
    {
        lock (_lock)
            _unfinished++;
        foreach (var link in links)
        {
            if ((isMeant is null || isMeant(link)) && link.Owe(message))
                _turns.Enqueue(link);
        }
        _turns.Enqueue(null);
        Start();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < AtOnce && _turns.TryDequeue(out var link); i++)
        {
            if (link is null)
                Finish();
            else
                link.TakeTurn();
        }
        // Not to the thread's own queue, which comes before all that waits.
        if (!_turns.IsEmpty)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }
        Volatile.Write(ref _isRunning, 0);
        if (!_turns.IsEmpty)
            Start();
    }

    private void Start()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Finish()
    {
        TaskCompletionSource? room = null;
        lock (_lock)
        {
            if (--_unfinished == MaxUnfinished / 2)
                (room, _room) = (_room, null);
        }
        room?.SetResult();
    }
}
