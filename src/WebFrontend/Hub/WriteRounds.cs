using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Writes what many connections are owed, some connections at a time and each in its turn. What comes for a connection before its turn
/// is written along with it, so a busy group costs a connection one write for many messages; and between two turns the thread pool
/// gets to all else, so that no push to a large group holds up the small ones. A round begins a few milliseconds after the last one
/// at the earliest, whatever comes meanwhile: it is written in one go then.
/// </summary>
internal sealed class WriteRounds : IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(4);

    /// <summary>Connections at a time: so many writes of the transports then wait in the pool's queue.</summary>
    private const int AtOnce = 8;

    /// <summary>Pushes that are not with all of their connections yet; above this, whoever has more waits.</summary>
    private const int MaxUnfinished = 256;

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    /// <summary>Connections in the order of their turns; null where a push ends.</summary>
    private readonly ConcurrentQueue<ClientLink?> _turns = new();
    private TaskCompletionSource? _room;
    private int _unfinished;
    private int _isRunning;

    /// <summary>Only whoever has set <see cref="_isRunning"/> uses these two. When the last round began, and its turns that are left.</summary>
    private long _begun;
    private int _left;

    public WriteRounds(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(static rounds => ((WriteRounds)rounds!).Begin(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _begun = clock.GetTimestamp();
    }

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
        try
        {
            foreach (var link in links)
            {
                if ((isMeant is null || isMeant(link)) && link.Owe(message))
                    _turns.Enqueue(link);
            }
        }
        finally
        {
            _turns.Enqueue(null);
            Start();
        }
    }

    public void Dispose() => _timer.Dispose();

    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < AtOnce && _left > 0 && _turns.TryDequeue(out var link); i++)
        {
            _left--;
            if (link is null)
                Finish();
            else
                link.TakeTurn();
        }
        if (_left > 0)
        {
            Queue();
            return;
        }
        // With a full fence: whoever has enqueued and seen it running must be seen here.
        Interlocked.Exchange(ref _isRunning, 0);
        if (!_turns.IsEmpty)
            Start();
    }

    private void Start()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
            return;
        var wait = Period - _clock.GetElapsedTime(_begun);
        if (wait > TimeSpan.Zero)
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        else
            Begin();
    }

    private void Begin()
    {
        _begun = _clock.GetTimestamp();
        _left = _turns.Count;
        Queue();
    }

    /// <summary>Not to the thread's own queue, which comes before all that waits.</summary>
    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

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
