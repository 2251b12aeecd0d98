using System.Threading.Channels;
using OrleansChat.Contacts;
using OrleansChat.Conversations;

namespace OrleansChat.TestKit;

/// <summary>
/// A whole client: a user's connection, and a replica that pushes and Syncs keep true by the contract's rules alone. Survives
/// lost connections: <see cref="Connect"/> again. When its server drains, it moves by itself.
/// </summary>
public sealed class SyncedClient : IAsyncDisposable
{
    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly Lock _swap = new();
    private readonly Func<ChatUser, ChatUser> _elsewhere;
    private readonly Task _loop;
    private ChatHubClient? _hub;
    private Task _moving = Task.CompletedTask;

    /// <param name="user">At the front-end that it connects to first.</param>
    /// <param name="elsewhere">The same user at another front-end, when the present one drains or is gone; null when there is none.</param>
    public SyncedClient(ChatUser user, Func<ChatUser, ChatUser>? elsewhere = null)
    {
        User = user;
        _elsewhere = elsewhere ?? (same => same);
        _loop = Run();
    }

    /// <summary>At the present front-end.</summary>
    public ChatUser User { get; private set; }

    /// <summary>Only to be read after <see cref="Settle"/>.</summary>
    public Replica Replica { get; } = new();

    /// <summary>How often a push could not be applied, or the server asked for it.</summary>
    public int Syncs { get; private set; }

    /// <summary>How often it has moved because its server drained.</summary>
    public int Moves { get; private set; }

    /// <summary>The present connection.</summary>
    public ChatHubClient Hub => _hub ?? throw new InvalidOperationException($"{User} is not connected.");

    /// <summary>Calls on the present connection, which stays until it has answered.</summary>
    public Task<T> Call<T>(Func<ChatHubClient, Task<T>> call)
    {
        lock (_swap)
            return call(Hub);
    }

    /// <summary>Opens a connection in the place of the one before, and catches up.</summary>
    public async Task Connect()
    {
        var before = _hub;
        await Open();
        if (before is not null)
            await before.DisposeAsync();
        await CatchUp();
    }

    /// <summary>As <see cref="Connect"/>, elsewhere if there is an elsewhere, unless somebody has done it since.</summary>
    /// <param name="lost">The connection that is no more.</param>
    public async Task Reconnect(ChatHubClient lost)
    {
        await _connecting.WaitAsync();
        try
        {
            if (_hub != lost)
                return;
            User = _elsewhere(User);
            await Connect();
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Loses the connection, if there is one.</summary>
    public async Task Drop()
    {
        if (_hub is not { } lost)
            return;
        _hub = null;
        lost.Drop();
        await lost.DisposeAsync();
    }

    /// <summary>Applies what has arrived, then calls Sync once more.</summary>
    public Task Settle() => CatchUp();

    /// <summary>The version that it has of each conversation, by pushes and by what the server asked it to sync.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Cursors()
    {
        var asked = new TaskCompletionSource<IReadOnlyDictionary<string, long>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Writer.TryWrite(asked);
        return await asked.Task.Within($"{User} tells what it has");
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _loop;
        await _moving;
        if (_hub is not null)
            await _hub.DisposeAsync();
    }

    private async Task Open()
    {
        var opened = await User.Connect(push => _events.Writer.TryWrite(push));
        lock (_swap)
            _hub = opened;
    }

    /// <summary>The new connection is open and has caught up before the old one goes; calls under way on that one are answered.</summary>
    private async Task Move(ChatHubClient draining, TimeSpan within)
    {
        await Task.Delay(within * Random.Shared.NextDouble());
        await _connecting.WaitAsync();
        try
        {
            if (_hub != draining)
                return;
            User = _elsewhere(User);
            await Open();
            await CatchUp();
            Moves++;
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            // The old one ends some time, and is then lost like any other.
        }
        finally
        {
            _connecting.Release();
        }
        if (_hub != draining)
            await draining.CloseWhenAnswered();
    }

    private async Task CatchUp()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Writer.TryWrite(done);
        await done.Task.Within($"{User} catches up", TimeSpan.FromSeconds(40));
    }

    private async Task Run()
    {
        await foreach (var item in _events.Reader.ReadAllAsync())
        {
            switch (item)
            {
                case TaskCompletionSource asked:
                    await Answer(asked);
                    break;
                case TaskCompletionSource<IReadOnlyDictionary<string, long>> asked:
                    asked.SetResult(Replica.Cursors);
                    break;
                case DrainingServer draining:
                    _moving = Move(Hub, TimeSpan.FromSeconds(draining.WithinSeconds));
                    break;
                default:
                    if (!Apply(item))
                    {
                        Syncs++;
                        await TrySync();
                    }
                    break;
            }
        }
    }

    private async Task Answer(TaskCompletionSource asked)
    {
        try
        {
            await Sync();
            asked.SetResult();
        }
        catch (Exception exception)
        {
            asked.SetException(exception);
        }
    }

    /// <returns>False when only a Sync helps.</returns>
    private bool Apply(object push)
    {
        if (push is RemovedConversation removed)
            Replica.Remove(removed.ConversationId);
        if (push is Contact contact)
            Replica.Apply(contact);
        return push is not ResyncRequest && (push is not Message message || Replica.Apply(message));
    }

    /// <summary>The connection may be lost: the next one catches up.</summary>
    private async Task TrySync()
    {
        try
        {
            await Sync();
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
        }
    }

    private Task Sync() => ReplicaAssert.CatchUp(Replica, cursors => Call(hub => hub.Sync(cursors)));
}
