using System.Threading.Channels;
using OrleansChat.Contacts;
using OrleansChat.Conversations;

namespace OrleansChat.TestKit;

/// <summary>
/// A whole client: a user's connection, and a replica that pushes and Syncs keep true by the contract's rules alone. Survives
/// lost connections: <see cref="Connect"/> again.
/// </summary>
public sealed class SyncedClient : IAsyncDisposable
{
    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly Task _loop;
    private ChatHubClient? _hub;

    public SyncedClient(ChatUser user)
    {
        User = user;
        _loop = Run();
    }

    public ChatUser User { get; }

    /// <summary>Only to be read after <see cref="Settle"/>.</summary>
    public Replica Replica { get; } = new();

    /// <summary>How often a push could not be applied, or the server asked for it.</summary>
    public int Syncs { get; private set; }

    /// <summary>The present connection.</summary>
    public ChatHubClient Hub => _hub ?? throw new InvalidOperationException($"{User} is not connected.");

    /// <summary>Opens a connection in the place of the one before, and catches up.</summary>
    public async Task Connect()
    {
        var before = _hub;
        _hub = await User.Connect(push => _events.Writer.TryWrite(push));
        if (before is not null)
            await before.DisposeAsync();
        await CatchUp();
    }

    /// <summary>As <see cref="Connect"/>, unless somebody has done it since.</summary>
    /// <param name="lost">The connection that is no more.</param>
    public async Task Reconnect(ChatHubClient lost)
    {
        await _connecting.WaitAsync();
        try
        {
            if (_hub == lost)
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

    public async ValueTask DisposeAsync()
    {
        _events.Writer.Complete();
        await _loop;
        if (_hub is not null)
            await _hub.DisposeAsync();
    }

    private async Task CatchUp()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Writer.TryWrite(done);
        await done.Task.Within($"{User} catches up");
    }

    private async Task Run()
    {
        await foreach (var item in _events.Reader.ReadAllAsync())
        {
            if (item is TaskCompletionSource asked)
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
            else if (!Apply(item))
            {
                Syncs++;
                await TrySync();
            }
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

    private Task Sync() => ReplicaAssert.CatchUp(Replica, Hub.Sync);
}
