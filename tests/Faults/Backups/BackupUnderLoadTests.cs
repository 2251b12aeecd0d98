namespace OrleansChat.Faults.Backups;

/// <summary>A backup is made while a crowd sends, and restored beside the server, which goes on.</summary>
public sealed class BackupUnderLoadTests : BackupTest
{
    [Fact]
    public async Task What_was_acknowledged_before_is_restored_and_every_client_finds_its_way()
    {
        await using var crowd = await Crowd.Gather(Server, 10);
        // One that was here before, one that will have seen what the backup has not.
        var early = await Task.WhenAll(crowd.Users.Take(2).Select(ReplicaAssert.Synced));
        var middle = crowd.Acked(150);
        var traffic = crowd.SendAll(messagesEach: 60);
        await middle;

        var before = crowd.Acks.ToArray();
        (await BackupTool.Create(Database.ConnectionString, Server.DataFolder, Archive)).MustSucceed();
        await traffic;
        await crowd.Check(Database.ConnectionString);
        await crowd.Users[0].Send((await crowd.Users[0].OpenDirect(crowd.Users[1])).Id, "after the backup");
        var late = await Task.WhenAll(crowd.Users.Take(3).Select(ReplicaAssert.Synced));

        await using var copy = await RestoredCopy.Of(Archive);
        (await copy.Verify(Archive, source: Database.ConnectionString)).MustSucceed();
        foreach (var acks in before.GroupBy(ack => ack.Value.ConversationId))
        {
            var log = await ConversationLog.Read(copy.Database.ConnectionString, acks.Key);
            log.CheckIsDense();
            Assert.All(acks, ack => Assert.Equal(ack.Value.Seq, log.Messages.Single(row => row.ClientMessageId == ack.Key).Seq));
        }

        var server = await copy.StartServer();
        var users = crowd.Users.Select(user => user.At(server.Http)).ToList();
        for (var i = 0; i < 2; i++)
        {
            await ReplicaAssert.CatchUp(early[i], users[i].Sync);
            await ReplicaAssert.IsTrue(early[i], users[i]);
            await ReplicaAssert.CatchUp(late[i], users[i].Sync);
            await ReplicaAssert.IsTrue(late[i], users[i]);
        }
        // Versions that the third one knows from before are given to other changes by now.
        for (var i = 0; i < 5; i++)
            await users[0].Send((await users[0].OpenDirect(users[1])).Id, $"after the restore {i} zebra");
        foreach (var group in late[2].Cursors.Keys.Where(Ids.IsGroup))
        {
            for (var version = 0L; version <= late[2].Cursors[group];)
                version = (await users[2].Send(group, "after the restore")).Version;
        }
        await ReplicaAssert.CatchUp(late[2], users[2].Sync);
        await ReplicaAssert.IsTrue(late[2], users[2]);

        await users[0].SearchUntil(found => found.Length == 5, "zebra");
        await users[0].SearchUntil(found => found.Length > 0, "says");
    }

    [Fact]
    public async Task A_client_that_synced_on_the_copy_is_told_only_what_changed()
    {
        var users = await ChatUser.RegisterMany(Server.Http, 2);
        var group = (await users[0].CreateGroup("group", users[1])).Id;
        await users[0].Send(group, "before");
        (await BackupTool.Create(Database.ConnectionString, Server.DataFolder, Archive)).MustSucceed();
        await using var copy = await RestoredCopy.Of(Archive);
        var server = await copy.StartServer();
        var alice = users[0].At(server.Http);
        var replica = await ReplicaAssert.Synced(alice);
        await ReplicaAssert.Settle(replica, alice);

        Assert.Empty((await alice.Sync(replica)).Conversations);
        await users[1].At(server.Http).Send(group, "news");
        Assert.Equal([group], (await alice.Sync(replica)).Conversations.Select(view => view.Id));
    }
}
