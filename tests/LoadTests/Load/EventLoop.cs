using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace OrleansChat.LoadTests.Load;

/// <summary>Something that is due at a time of <see cref="Clock"/>; lives on the loop's thread.</summary>
internal interface ITimed
{
    /// <summary>Does what is due.</summary>
    /// <returns>When it is due next.</returns>
    long Due(long now);
}

/// <summary>What waits for the answer to a call; lives on the loop's thread.</summary>
internal interface ICall
{
    /// <param name="record">Lives only until this returns.</param>
    void Answered(HubConnection connection, ReadOnlySpan<byte> record, bool isError, long now);
}

/// <summary>
/// One thread for all connections: waits for sockets with epoll, reads and writes them, and calls back. Everything that belongs to it
/// is touched on its thread only: come by <see cref="Run{T}"/>.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    private const int WakerId = -1;
    private const int MaxEvents = 512;
    private const int BufferLength = 256 * 1024;

    private readonly int _epoll = Libc.NewEpoll();
    private readonly int _waker = Libc.NewWaker();
    private readonly unsafe byte* _events = (byte*)NativeMemory.Alloc((nuint)(MaxEvents * Libc.EventSize));
    private readonly unsafe byte* _buffer = (byte*)NativeMemory.Alloc(BufferLength);
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<HubConnection?> _connections = [];
    private readonly Stack<int> _freeConnections = new();
    private readonly List<int> _removed = [];
    private readonly PriorityQueue<ITimed, long> _timed = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private (ICall Call, HubConnection By)?[] _calls = new (ICall, HubConnection)?[1024];
    private readonly Stack<int> _freeCalls = new(Enumerable.Range(0, 1024).Reverse());
    private bool _ended;

    public EventLoop()
    {
        Libc.Watch(_epoll, _waker, Libc.Readable, WakerId, isNew: true);
        _thread = new Thread(Loop) { IsBackground = true, Name = "load generator" };
        _thread.Start();
    }

    /// <summary>Runs something on the loop's thread.</summary>
    public Task<T> Run<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(action());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return Within(done.Task);
    }

    /// <inheritdoc cref="Run{T}"/>
    public Task Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>Waits, unless the loop fails: then throws why.</summary>
    public Task Delay(TimeSpan time, CancellationToken cancel) => Within(Wait(time, cancel));

    /// <summary>Waits for something that the loop must bring, unless it fails: then throws why.</summary>
    public async Task<T> Within<T>(Task<T> task)
    {
        if (await Task.WhenAny(task, _failed.Task) == _failed.Task)
            await _failed.Task;
        return await task;
    }

    /// <summary>Ends all work with this reason, for whoever waits.</summary>
    public void Fail(Exception reason) => _failed.TrySetException(reason);

    /// <summary>Only on the loop's thread.</summary>
    public void Schedule(ITimed timed, long at) => _timed.Enqueue(timed, at);

    /// <summary>Only on the loop's thread.</summary>
    /// <returns>The connection's id in the loop.</returns>
    public int Add(HubConnection connection, int socket)
    {
        if (!_freeConnections.TryPop(out var id))
        {
            id = _connections.Count;
            _connections.Add(null);
        }
        _connections[id] = connection;
        Libc.Watch(_epoll, socket, Libc.Readable | Libc.Writable, id, isNew: true);
        return id;
    }

    public void WatchWrites(int id, int socket, bool watch) =>
        Libc.Watch(_epoll, socket, watch ? Libc.Readable | Libc.Writable : Libc.Readable, id, isNew: false);

    public void Remove(int id, int socket)
    {
        Libc.Forget(_epoll, socket);
        Libc.Close(socket);
        _connections[id] = null;
        // Not free yet: the events at hand may name it once more.
        _removed.Add(id);
    }

    /// <summary>Keeps who waits for an answer.</summary>
    /// <param name="by">The connection that it comes by.</param>
    /// <returns>The id of the invocation.</returns>
    public int Await(ICall call, HubConnection by)
    {
        if (!_freeCalls.TryPop(out var id))
        {
            id = _calls.Length;
            Array.Resize(ref _calls, 2 * id);
            for (var free = _calls.Length - 1; free > id; free--)
                _freeCalls.Push(free);
        }
        _calls[id] = (call, by);
        return id;
    }

    /// <summary>Null when nobody waits for that.</summary>
    public ICall? Take(int id)
    {
        if ((uint)id >= (uint)_calls.Length || _calls[id] is not { } waiting)
            return null;
        _calls[id] = null;
        _freeCalls.Push(id);
        return waiting.Call;
    }

    /// <summary>Nobody answers any more what was called by a connection.</summary>
    public void Refuse(HubConnection by)
    {
        for (var id = 0; id < _calls.Length; id++)
        {
            if (_calls[id]?.By == by)
                Take(id)!.Answered(by, "{\"type\":3,\"error\":\"The connection was lost.\"}"u8, isError: true, Clock.Now);
        }
    }

    public unsafe void Dispose()
    {
        Post(() => _ended = true);
        _thread.Join();
        foreach (var connection in _connections)
            connection?.Drop();
        Libc.Close(_epoll);
        Libc.Close(_waker);
        NativeMemory.Free(_events);
        NativeMemory.Free(_buffer);
    }

    private static async Task<bool> Wait(TimeSpan time, CancellationToken cancel)
    {
        await Task.Delay(time, cancel);
        return true;
    }

    private void Post(Action action)
    {
        _posted.Enqueue(action);
        Libc.Wake(_waker);
    }

    private void Loop()
    {
        try
        {
            Libc.WakeExactly();
            Schedule(new KeepAlives(this), Clock.Now);
            while (!_ended)
                Step();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private unsafe void Step()
    {
        var wait = Clock.Second;
        while (_timed.TryPeek(out var timed, out var at))
        {
            var now = Clock.Now;
            if (at > now)
            {
                wait = Math.Min(wait, at - now);
                break;
            }
            _timed.Dequeue();
            var next = timed.Due(now);
            if (next != long.MaxValue)
                _timed.Enqueue(timed, next);
        }
        var count = Libc.Wait(_epoll, _events, MaxEvents, wait);
        for (var i = 0; i < count; i++)
        {
            var (events, id) = Libc.EventAt(_events, i);
            if (id == WakerId)
                Libc.ClearWaker(_waker);
            else
                _connections[id]?.Ready(events, _buffer, BufferLength);
        }
        foreach (var id in _removed)
            _freeConnections.Push(id);
        _removed.Clear();
        while (_posted.TryDequeue(out var action))
            action();
    }

    /// <summary>Servers take a client for dead that says nothing for 30 s; each says something every 10 s, a few at a time.</summary>
    private sealed class KeepAlives(EventLoop loop) : ITimed
    {
        private const int Parts = 100;
        private const long Interval = Clock.Second / 10;

        private int _part;

        public long Due(long now)
        {
            _part = (_part + 1) % Parts;
            for (var id = _part; id < loop._connections.Count; id += Parts)
            {
                if (loop._connections[id] is { IsOpen: true } connection)
                    connection.KeepAlive();
            }
            return now + Interval;
        }
    }
}
