namespace OrleansChat.Chaos;

/// <summary>
/// A user's client that knows the contract and nothing else: it comes back through another front-end, after a jittered pause, when its
/// connection is lost, and keeps a <see cref="Replica"/> true by pushes and Syncs.
/// </summary>
internal sealed class ChaosClient : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(5);

    /// <summary>Access tokens live for ten minutes; not all clients renew theirs at once.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(5);

    private readonly Stage _stage;
    private readonly Recorder _recorder;
    private readonly ReplicaPump _pump;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly Task _running;
    private ChatUser _user;
    private long _renewAt;
    private Link? _link;
    private TaskCompletionSource<Link> _connected = NewWait();

    /// <param name="number">From 0; spreads the clients over front-ends and time.</param>
    public ChaosClient(Stage stage, Recorder recorder, ChatUser user, int number)
    {
        (_stage, _recorder, _user, Number) = (stage, recorder, user, number);
        _renewAt = Environment.TickCount64 + (long)RenewAfter.TotalMilliseconds + (number * 1000);
        _pump = new ReplicaPump(recorder, Lose);
        _running = Run(_ended.Token);
    }

    public int Number { get; }

    public string UserId => _user.Id;

    public Replica Replica => _pump.Replica;

    /// <summary>Where it is connected; null when it is not.</summary>
    public int? FrontEnd => Volatile.Read(ref _link)?.FrontEnd;

    /// <summary>The user's REST calls through a front-end.</summary>
    public ChatUser Through(int frontEnd) => _user.Through(_stage.Http[frontEnd]);

    /// <summary>The connection, as soon as there is one.</summary>
    public Task<Link> Connected(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _connected.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Cuts the connection without a goodbye.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Cut()
    {
        if (Volatile.Read(ref _link) is not { } link)
            return false;
        Lose(link);
        return true;
    }

    /// <summary>A call on the connection failed without an answer: nobody trusts it any more.</summary>
    public void Lose(Link link)
    {
        Forget(link);
        link.Hub.Drop();
    }

    /// <summary>Applies what has arrived, then calls Sync until it tells nothing new.</summary>
    /// <exception cref="TimeoutException">It could not.</exception>
    public async Task Settle(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            while (!await _pump.Settle(await Connected(timeout.Token), timeout.Token))
            {
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The client of {UserId} could not catch up within {limit.TotalSeconds} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        await _pump.DisposeAsync();
    }

    private async Task Run(CancellationToken ended)
    {
        for (var attempt = 0; !ended.IsCancellationRequested; attempt++)
        {
            if (await TryConnect((Number + attempt) % _stage.Http.Length) is { } link)
            {
                await Stay(link, ended);
                await Leave(link);
            }
            await Pause(100, 1000, ended);
        }
    }

    private async Task<Link?> TryConnect(int frontEnd)
    {
        try
        {
            await RenewSession(frontEnd);
            var log = _recorder.Connected(UserId, frontEnd);
            var opening = Through(frontEnd).Connect(push => _pump.Push(log, push), keepsPushes: false);
            var link = new Link(await OpenWithin(opening), frontEnd, log);
            Volatile.Write(ref _link, link);
            _pump.Reconnected(link);
            lock (_lock)
                _connected.TrySetResult(link);
            return link;
        }
        catch (Exception exception)
        {
            _recorder.Fail($"connect: {Failures.Code(exception)}");
            return null;
        }
    }

    /// <summary>A server that is frozen or dying may never finish the handshake.</summary>
    private static async Task<ChatHubClient> OpenWithin(Task<ChatHubClient> opening)
    {
        try
        {
            return await opening.Within("the connection opens", ConnectLimit);
        }
        catch (TimeoutException)
        {
            _ = opening.ContinueWith(late => late.Result.DisposeAsync().AsTask(), TaskContinuationOptions.OnlyOnRanToCompletion);
            throw;
        }
    }

    private async Task Stay(Link link, CancellationToken ended)
    {
        while (!link.Hub.Closed.IsCompleted && Volatile.Read(ref _link) == link && !ended.IsCancellationRequested)
        {
            try
            {
                await link.Hub.Closed.WaitAsync(TimeSpan.FromSeconds(1), ended);
            }
            catch (TimeoutException)
            {
                await TryRenewSession(link.FrontEnd);
            }
            catch (OperationCanceledException)
            {
            }
        }
        Forget(link);
        link.Log.Close(_recorder.Now);
    }

    private static async Task Leave(Link link)
    {
        try
        {
            await link.Hub.DisposeAsync().AsTask().WaitAsync(LeaveLimit);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It is given up either way.
        }
    }

    private void Forget(Link link)
    {
        lock (_lock)
        {
            if (Interlocked.CompareExchange(ref _link, null, link) == link)
                _connected = NewWait();
        }
    }

    private async Task TryRenewSession(int frontEnd)
    {
        try
        {
            await RenewSession(frontEnd);
        }
        catch (Exception exception)
        {
            _recorder.Fail($"sign in: {Failures.Code(exception)}");
        }
    }

    private async Task RenewSession(int frontEnd)
    {
        if (Environment.TickCount64 < _renewAt)
            return;
        _user = await Through(frontEnd).SignInAgain();
        _renewAt = Environment.TickCount64 + (long)RenewAfter.TotalMilliseconds;
    }

    private static async Task Pause(int least, int most, CancellationToken ended)
    {
        try
        {
            await Task.Delay(Random.Shared.Next(least, most), ended);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static TaskCompletionSource<Link> NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
