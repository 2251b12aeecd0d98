using System.Collections.Concurrent;
using System.Diagnostics;

namespace OrleansChat.Faults;

/// <summary>
/// Connected users who all send at once, in direct conversations and two groups, and send again with the same id what was
/// not acknowledged. They may be spread over several front-ends; whoever loses one comes back through another. In the end
/// <see cref="Check"/> judges.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int SentAgain = 50;
    private static readonly TimeSpan TrafficLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly List<SyncedClient> _clients = [];
    private readonly List<Lane> _lanes = [];
    private readonly ConcurrentDictionary<Guid, Ack> _acks = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _milestones = new();
    private readonly ConcurrentQueue<Exception> _errors = [];
    private readonly TaskCompletionSource _isBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ackCount;
    private long _longestTicks;

    /// <summary>The acknowledged messages so far.</summary>
    public int AckCount => _ackCount;

    /// <summary>What senders have seen in place of an Ack, in order.</summary>
    public IReadOnlyCollection<Exception> Errors => _errors;

    /// <summary>The longest time from a first try to its Ack.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longestTicks));

    public IReadOnlyList<SyncedClient> Clients => _clients;

    /// <summary>What was acknowledged so far, by the message's id.</summary>
    public IReadOnlyDictionary<Guid, Ack> Acks => _acks;

    public IReadOnlyList<ChatUser> Users => [.. _clients.Select(client => client.User)];

    /// <param name="size">An even number of users; each talks in one direct conversation and in one or two groups.</param>
    public static Task<Crowd> Gather(ServerProcess server, int size) => Gather([server.Http], size);

    /// <param name="frontEnds">The users are spread over them in turn, and go round from one to the next.</param>
    public static async Task<Crowd> Gather(IReadOnlyList<HttpClient> frontEnds, int size)
    {
        var crowd = new Crowd();
        var users = await ChatUser.RegisterMany(frontEnds[0], size);
        var everybody = await users[0].CreateGroup("everybody", users.Skip(1));
        var half = users.Where((_, i) => i % 2 == 0).ToArray();
        var few = await half[0].CreateGroup("every second", half.Skip(1));
        for (var i = 0; i < size; i++)
        {
            // Of two who talk to each other, each is at another one.
            var at = i;
            crowd._clients.Add(new SyncedClient(
                users[i].At(frontEnds[at % frontEnds.Count]),
                user => user.At(frontEnds[Interlocked.Increment(ref at) % frontEnds.Count])));
        }
        await Task.WhenAll(crowd._clients.Select(client => client.Connect()));
        for (var i = 0; i < size; i++)
        {
            crowd._lanes.Add(new Lane(crowd._clients[i], (await users[i].OpenDirect(users[i ^ 1])).Id));
            crowd._lanes.Add(new Lane(crowd._clients[i], everybody.Id));
            if (half.Contains(users[i]))
                crowd._lanes.Add(new Lane(crowd._clients[i], few.Id));
        }
        await crowd.LearnConversations();
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

    /// <summary>Lets everybody send a few messages a second, until the fault is over; what fails is tried again soon.</summary>
    /// <returns>Completes when all are acknowledged.</returns>
    public async Task SendDuring(Func<Task> fault)
    {
        _isBack.TrySetResult();
        using var over = new CancellationTokenSource();
        var traffic = Task.WhenAll(_lanes.Select(lane => SendUntil(lane, over.Token)));
        try
        {
            await Acked(_ackCount + (2 * _lanes.Count));
            await fault();
            await Acked(_ackCount + (2 * _lanes.Count));
        }
        finally
        {
            await over.CancelAsync();
        }
        await traffic.Within("everything is acknowledged", TrafficLimit);
    }

    /// <summary>Completes with the acknowledgement of that number, which must still be to come.</summary>
    public Task Acked(int count) => _milestones
        .GetOrAdd(count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
        .Task.Within($"{count} acknowledgements", TrafficLimit);

    /// <summary>What went away is back: sends that failed are tried again, and from now on at once.</summary>
    public void TryAgain() => _isBack.TrySetResult();

    /// <summary>Every client has everything, by what it was pushed and by the Syncs that the server asked for, and no other.</summary>
    public async Task Converges(string connectionString)
    {
        var newest = new Dictionary<string, long>();
        foreach (var conversationId in _lanes.Select(lane => lane.ConversationId).Distinct())
            newest[conversationId] = (await ConversationLog.Read(connectionString, conversationId)).Versions[^1];
        await Task.WhenAll(_clients.Select(async client =>
        {
            var own = _lanes.Where(lane => lane.Client == client).Select(lane => lane.ConversationId).ToArray();
            for (var end = DateTime.UtcNow + Patience.Limit; ;)
            {
                var held = await client.Cursors();
                string[] behind = [.. own.Where(id => held.GetValueOrDefault(id) < newest[id]).Select(id => $"{id}: {held.GetValueOrDefault(id)} of {newest[id]}")];
                if (behind.Length == 0)
                    return;
                Assert.True(DateTime.UtcNow < end, $"Nobody told {client.User} of {string.Join(", ", behind)}.");
                await Task.Delay(BeforeNextTry);
            }
        }));
    }

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

    /// <summary>Senders have seen nothing but Acks.</summary>
    public void CheckNobodySawAnError() => Assert.True(_errors.IsEmpty, $"{_errors.Count} sends failed, first: {_errors.FirstOrDefault()}");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
    }

    /// <summary>What a client has not heard of comes with the newest 50 messages only, and a fault may hold up a Sync for that long.</summary>
    private async Task LearnConversations()
    {
        foreach (var lanes in _lanes.GroupBy(lane => lane.Client))
        {
            await lanes.Key.Settle();
            var known = await lanes.Key.Cursors();
            Assert.All(lanes, lane => Assert.Contains(lane.ConversationId, known.Keys));
        }
    }

    private async Task SendUntil(Lane lane, CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var message = new Outgoing(Guid.NewGuid(), $"{lane.Client.User} says {i}");
            lane.Messages.Add(message);
            await Send(lane, message);
            await Task.WhenAny(Task.Delay(Pace * (0.5 + Random.Shared.NextDouble()), over));
        }
    }

    private async Task Send(Lane lane)
    {
        foreach (var message in lane.Messages)
            await Send(lane, message);
    }

    private async Task Send(Lane lane, Outgoing message)
    {
        var clock = Stopwatch.StartNew();
        while (!_acks.ContainsKey(message.Id))
        {
            var hub = lane.Client.Hub;
            try
            {
                Note(message.Id, await lane.Client.Call(present => (hub = present).Send(lane.ConversationId, message.Content, message.Id)));
                NoteTime(clock.Elapsed);
            }
            catch (Refusal refusal) when (refusal.Code == "unavailable")
            {
                _errors.Enqueue(refusal);
                await _isBack.Task;
                await Task.Delay(BeforeNextTry);
            }
            catch (Exception exception) when (exception is not Refusal and not InvalidDataException)
            {
                _errors.Enqueue(exception);
                await _isBack.Task;
                await ComeBack(lane.Client, hub);
            }
        }
    }

    /// <summary>Where there are several front-ends, the next one may be gone, too, or about to learn of what happened.</summary>
    private static async Task ComeBack(SyncedClient client, ChatHubClient lost)
    {
        for (var end = DateTime.UtcNow + TrafficLimit; ;)
        {
            try
            {
                await client.Reconnect(lost);
                return;
            }
            catch (Exception exception) when (exception is not InvalidDataException && DateTime.UtcNow < end)
            {
                await Task.Delay(BeforeNextTry);
            }
        }
    }

    private async Task SendAgain() => await Task.WhenAll(_lanes.SelectMany(lane => lane.Messages.TakeLast(SentAgain).Select(async message =>
    {
        var again = await lane.Client.Hub.Send(lane.ConversationId, message.Content, message.Id);
        Assert.Equal(_acks[message.Id] with { Duplicate = true }, again);
    })));

    private void Note(Guid id, Ack ack)
    {
        _acks[id] = ack;
        if (_milestones.TryGetValue(Interlocked.Increment(ref _ackCount), out var milestone))
            milestone.TrySetResult();
    }

    private void NoteTime(TimeSpan time)
    {
        for (var longest = _longestTicks; time.Ticks > longest;)
        {
            var seen = Interlocked.CompareExchange(ref _longestTicks, time.Ticks, longest);
            if (seen == longest)
                return;
            longest = seen;
        }
    }
}
