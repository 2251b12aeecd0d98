using System.Collections.Concurrent;

namespace OrleansChat.Faults;

/// <summary>
/// Connected users who all send at once, in direct conversations and two groups, and send again with the same id what was
/// not acknowledged. In the end <see cref="Check"/> judges.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan TrafficLimit = TimeSpan.FromSeconds(60);

    private readonly List<SyncedClient> _clients = [];
    private readonly List<Lane> _lanes = [];
    private readonly ConcurrentDictionary<Guid, Ack> _acks = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _milestones = new();
    private readonly TaskCompletionSource _isBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ackCount;

    /// <summary>The acknowledged messages so far.</summary>
    public int AckCount => _ackCount;

    /// <summary>What was acknowledged so far, by the message's id.</summary>
    public IReadOnlyDictionary<Guid, Ack> Acks => _acks;

    public IReadOnlyList<ChatUser> Users => [.. _clients.Select(client => client.User)];

    /// <param name="size">An even number of users; each talks in one direct conversation and in one or two groups.</param>
    public static async Task<Crowd> Gather(ServerProcess server, int size)
    {
        var crowd = new Crowd();
        var users = await ChatUser.RegisterMany(server.Http, size);
        var everybody = await users[0].CreateGroup("everybody", users.Skip(1));
        var half = users.Where((_, i) => i % 2 == 0).ToArray();
        var few = await half[0].CreateGroup("every second", half.Skip(1));
        foreach (var user in users)
            crowd._clients.Add(new SyncedClient(user));
        await Task.WhenAll(crowd._clients.Select(client => client.Connect()));
        for (var i = 0; i < size; i++)
        {
            crowd._lanes.Add(new Lane(crowd._clients[i], (await users[i].OpenDirect(users[i ^ 1])).Id));
            crowd._lanes.Add(new Lane(crowd._clients[i], everybody.Id));
            if (half.Contains(users[i]))
                crowd._lanes.Add(new Lane(crowd._clients[i], few.Id));
        }
        return crowd;
    }

    /// <summary>Lets everybody send; each conversation of each user is a line of its own, in order.</summary>
    /// <param name="messagesEach">Of each user.</param>
    /// <returns>Completes when all are acknowledged.</returns>
    public Task SendAll(int messagesEach)
    {
        foreach (var lanes in _lanes.GroupBy(lane => lane.Client))
        {
            for (var i = 0; i < messagesEach; i++)
                lanes.ElementAt(i % lanes.Count()).Messages.Add(new Outgoing(Guid.NewGuid(), $"{lanes.Key.User} says {i}"));
        }
        return Task.WhenAll(_lanes.Select(Send)).Within("everything is acknowledged", TrafficLimit);
    }

    /// <summary>Completes with the acknowledgement of that number, which must still be to come.</summary>
    public Task Acked(int count) => _milestones
        .GetOrAdd(count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
        .Task.Within($"{count} acknowledgements", TrafficLimit);

    /// <summary>What went away is back: sends that failed are tried again, and from now on at once.</summary>
    public void TryAgain() => _isBack.SetResult();

    /// <summary>Every message is in the database and in the API once, as acknowledged; no seq or version is missing; all clients
    /// hold the same; and sending again changes nothing.</summary>
    public async Task Check(string connectionString)
    {
        await SendAgain();
        await Task.WhenAll(_clients.Select(client => client.Settle()));
        foreach (var lanes in _lanes.GroupBy(lane => lane.ConversationId))
        {
            var log = await ConversationLog.Read(connectionString, lanes.Key);
            log.CheckIsDense();
            foreach (var lane in lanes)
            {
                log.CheckHolds(lane.Client.User.Id, lane.Messages, _acks);
                Assert.Equal(log.Messages, lane.Client.Replica.Timeline(lanes.Key).Select(LogRow.From));
            }
            Assert.Equal(lanes.Sum(lane => lane.Messages.Count), log.Messages.Count(row => row.ClientMessageId is not null));
        }
        await Task.WhenAll(_clients.Select(client => ReplicaAssert.IsTrue(client.Replica, client.User)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
    }

    private async Task Send(Lane lane)
    {
        foreach (var message in lane.Messages)
        {
            while (!_acks.ContainsKey(message.Id))
            {
                var hub = lane.Client.Hub;
                try
                {
                    Note(message.Id, await hub.Send(lane.ConversationId, message.Content, message.Id));
                }
                catch (Refusal refusal) when (refusal.Code == "unavailable")
                {
                    await _isBack.Task;
                }
                catch (Exception exception) when (exception is not Refusal and not InvalidDataException)
                {
                    await _isBack.Task;
                    await lane.Client.Reconnect(hub);
                }
            }
        }
    }

    private async Task SendAgain() => await Task.WhenAll(_lanes.SelectMany(lane => lane.Messages.Select(async message =>
    {
        var again = await lane.Client.Hub.Send(lane.ConversationId, message.Content, message.Id);
        Assert.Equal(_acks[message.Id] with { Duplicate = true }, again);
    })));

    private void Note(Guid id, Ack ack)
    {
        _acks[id] = ack;
        if (_milestones.TryGetValue(Interlocked.Increment(ref _ackCount), out var milestone))
            milestone.SetResult();
    }
}
