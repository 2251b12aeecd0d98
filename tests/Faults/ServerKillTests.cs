namespace OrleansChat.Faults;

/// <summary>The server dies or stops while a crowd is sending, and starts again on the same data.</summary>
public sealed class ServerKillTests : ServerTest
{
    private const int Users = 20;

    /// <summary>More than go through before the server is killed.</summary>
    private const int MessagesEach = 250;

    [Fact]
    public async Task After_a_kill_every_acknowledged_message_is_there_once()
    {
        await using var crowd = await Crowd.Gather(Server, Users);
        var middle = crowd.Acked(300);
        var traffic = crowd.SendAll(MessagesEach);
        await middle;

        await Server.Kill();
        Assert.InRange(crowd.AckCount, 300, (Users * MessagesEach) - 1);
        await Server.Start();
        crowd.TryAgain();
        await traffic;

        await crowd.Check(Database.ConnectionString);
    }

    [Fact]
    public async Task After_a_stop_in_the_middle_of_traffic_nothing_is_lost()
    {
        await using var crowd = await Crowd.Gather(Server, Users);
        var middle = crowd.Acked(300);
        var traffic = crowd.SendAll(MessagesEach);
        await middle;

        Assert.Equal(0, await Server.Terminate());
        await Server.Start();
        crowd.TryAgain();
        await traffic;

        await crowd.Check(Database.ConnectionString);
    }

    [Fact]
    public async Task After_a_stop_and_a_start_everything_is_as_it_was()
    {
        var users = await ChatUser.RegisterMany(Server.Http, 2);
        var (alice, bob) = (users[0], users[1]);
        var direct = (await alice.OpenDirect(bob)).Id;
        var group = (await alice.CreateGroup("before", bob)).Id;
        var id = Guid.NewGuid();
        var first = await alice.Send(direct, "first", id);
        for (var i = 0; i < 300; i++)
            await bob.Send(direct, $"message {i}");
        await alice.Edit(direct, first.Seq, "edited");
        await bob.Delete(direct, 2);
        await alice.MarkRead(direct, 100);
        await bob.Mute(direct, true);
        await alice.Rename(group, "after");
        var before = await Task.WhenAll(users.Select(Replica.ReadFresh));

        Assert.Equal(0, await Server.Terminate());
        await Server.Start();

        await ReplicaAssert.IsTrue(before[0], alice);
        await ReplicaAssert.IsTrue(before[1], bob);
        Assert.Equal(["first"], (await bob.EarlierTexts(direct, first.Seq)).Select(text => text.Content));
        Assert.Equal(first with { Duplicate = true }, await alice.Send(direct, "first", id));
        await using var phone = await bob.Connect();
        // The conversation's first activation pushes its newest change again, which is another message.
        var push = phone.NextMessage(message => message.Seq == 302);
        Assert.Equal(302, (await alice.Send(direct, "and on it goes")).Seq);
        Assert.Equal("and on it goes", (await push).Content);
    }
}
