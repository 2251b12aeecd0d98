using System.Threading.Channels;

namespace OrleansChat.Chaos;

/// <summary>Applies pushes and Syncs to a replica, one after the other, in order of arrival.</summary>
internal sealed class ReplicaPump : IAsyncDisposable
{
    private const int MostRefusals = 30;

    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();
    private readonly Recorder _recorder;
    private readonly Action<Link> _lose;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _running;
    private Link? _link;

    /// <param name="lose">Told of a connection on which a Sync failed without an answer.</param>
    public ReplicaPump(Recorder recorder, Action<Link> lose)
    {
        (_recorder, _lose) = (recorder, lose);
        _running = Run();
    }

    public Replica Replica { get; } = new();

    /// <summary>A push has arrived.</summary>
    public void Push(ConnectionLog log, object push)
    {
        if (push is Message message)
            log.Add(_recorder.State(message));
        _events.Writer.TryWrite(push);
    }

    /// <summary>Pushes may have been missed: catches up over the new connection.</summary>
    public void Reconnected(Link link) => _events.Writer.TryWrite(link);

    /// <summary>Applies what has arrived, then calls Sync until it tells nothing new.</summary>
    /// <returns>False when the connection was lost over it.</returns>
    public async Task<bool> Settle(Link link, CancellationToken cancellationToken)
    {
        var settling = new Settling(link, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        _events.Writer.TryWrite(settling);
        return await settling.Done.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.Complete();
        await _ended.CancelAsync();
        await _running;
    }

    private async Task Run()
    {
        await foreach (var item in _events.Reader.ReadAllAsync())
        {
            if (_ended.IsCancellationRequested)
                return;
            if (item is Settling settling)
                settling.Done.SetResult(await CatchUp(settling.Link, untilQuiet: true));
            else if (item is Link link)
                await CatchUp(_link = link);
            else if (!Apply(item) && _link is { } present)
                await CatchUp(present);
        }
    }

    /// <returns>False when only a Sync helps.</returns>
    private bool Apply(object push)
    {
        if (push is RemovedConversation removed)
            Replica.Remove(removed.ConversationId);
        return push is not ResyncRequest && (push is not Message message || Replica.Apply(message));
    }

    /// <returns>False when it failed; the connection is then given up, and the next one catches up.</returns>
    private async Task<bool> CatchUp(Link link, bool untilQuiet = false)
    {
        for (var refusals = 0; refusals < MostRefusals;)
        {
            try
            {
                while (!link.Hub.Closed.IsCompleted)
                {
                    var answer = await link.Hub.Sync(Replica);
                    if (!Replica.Apply(answer) && (!untilQuiet || answer.Conversations.IsEmpty))
                        return true;
                }
                return false;
            }
            catch (Refusal refusal)
            {
                refusals++;
                _recorder.Fail($"sync: {refusal.Code}");
                await Task.Delay(Random.Shared.Next(500, 1500));
            }
            catch (Exception exception)
            {
                if (!_ended.IsCancellationRequested)
                    _recorder.Fail($"sync: {Failures.Code(exception)}");
                break;
            }
        }
        _lose(link);
        return false;
    }

    private sealed record Settling(Link Link, TaskCompletionSource<bool> Done);
}
