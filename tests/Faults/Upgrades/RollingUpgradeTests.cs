using OrleansChat.Faults.Cluster;

namespace OrleansChat.Faults.Upgrades;

/// <summary>
/// Each process of a cluster is stopped and started anew, one after the other, while people chat. The same build plays both
/// versions; that different builds understand each other is what the tests of the wire are for.
/// </summary>
public sealed class RollingUpgradeTests : IAsyncLifetime
{
    private const int Users = 8;
    private static readonly TimeSpan TrafficLimit = TimeSpan.FromSeconds(60);

    private TestDatabase _database = null!;
    private ClusterProcesses _cluster = null!;
    private int _acks;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _cluster = await ClusterProcesses.Start(_database.ConnectionString, silos: 2, frontEnds: 2, ShortDrain.Settings);
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Every_message_is_there_once_when_all_processes_were_replaced()
    {
        var users = await ChatUser.RegisterMany(_cluster.FrontEnds[0].Http, Users);
        var roamers = users.Select(user => new Roamer(user, _cluster.FrontEnds.Select(frontEnd => frontEnd.Http))).ToList();
        var group = (await users[0].CreateGroup("everybody", users.Skip(1))).Id;
        foreach (var device in roamers.SelectMany(roamer => roamer.Devices))
            await device.Connect();

        using var stop = new CancellationTokenSource();
        var traffic = new List<Task>();
        for (var i = 0; i < Users; i++)
        {
            var direct = (await users[i].OpenDirect(users[i ^ 1])).Id;
            traffic.Add(roamers[i].Send([group, direct], () => Interlocked.Increment(ref _acks), stop.Token));
        }
        await GoesOn(traffic);
        foreach (var silo in _cluster.Silos)
        {
            Assert.Equal(0, await silo.Process.Terminate());
            await GoesOn(traffic);
            await silo.Start();
            await GoesOn(traffic);
            // From here on the database is the next version's; a silo of the previous one may still start on it.
            await _database.Execute("""
                INSERT INTO schema_migrations (number, name, oldest_build) SELECT max(number) + 1, 'next', 9 FROM schema_migrations
                """);
        }
        for (var i = 0; i < _cluster.FrontEnds.Count; i++)
        {
            Assert.Equal(0, await _cluster.FrontEnds[i].Process.Terminate());
            await GoesOn(traffic);
            await _cluster.FrontEnds[i].Start();
            foreach (var roamer in roamers)
                await roamer.Devices[i].Connect();
            await GoesOn(traffic);
        }
        await stop.CancelAsync();
        await Task.WhenAll(traffic).Within("the last messages are acknowledged", TrafficLimit);

        await Check(roamers);
        foreach (var roamer in roamers)
            await roamer.DisposeAsync();
    }

    /// <summary>People are still being answered.</summary>
    private async Task GoesOn(List<Task> traffic)
    {
        var enough = Volatile.Read(ref _acks) + 50;
        for (var end = DateTime.UtcNow + TrafficLimit; Volatile.Read(ref _acks) < enough;)
        {
            if (traffic.Find(sender => sender.IsFaulted) is { } failed)
                await failed;
            Assert.True(DateTime.UtcNow < end, $"The traffic stands still at {_acks} acknowledgements.");
            await Task.Delay(20);
        }
    }

    private async Task Check(List<Roamer> roamers)
    {
        foreach (var sent in roamers.SelectMany(roamer => roamer.Sent.Select(message => (roamer, message))).GroupBy(sent => sent.message.ConversationId))
        {
            var log = await ConversationLog.Read(_database.ConnectionString, sent.Key);
            log.CheckIsDense();
            var expected = sent
                .Select(one => (one.roamer.Acks[one.message.Id].Seq, one.roamer.User.Id, (Guid?)one.message.Id, one.message.Content))
                .OrderBy(row => row.Seq);
            Assert.Equal(expected, log.Messages.Where(row => row.ClientMessageId is not null)
                .Select(row => (row.Seq, row.SenderId, row.ClientMessageId, row.Content)));
        }
        foreach (var device in roamers.SelectMany(roamer => roamer.Devices))
        {
            await device.Settle();
            await ReplicaAssert.IsTrue(device.Replica, device.User);
        }
    }
}
