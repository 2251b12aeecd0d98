using Npgsql;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>A client that gives back the <c>next</c> of its last Sync is told what changed since, and nothing else.</summary>
[Collection(ChatCollection.Name)]
public sealed class SyncSinceTests(ChatFixture chat)
{
    [Fact]
    public async Task What_did_not_change_is_not_told_again()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var quiet = (await alice.CreateGroup("quiet", bob)).Id;
        var busy = (await alice.CreateGroup("busy", bob)).Id;
        var replica = await ReplicaAssert.Synced(alice);
        await ReplicaAssert.Settle(replica, alice);

        Assert.Empty((await alice.Sync(replica)).Conversations);
        await bob.Send(busy, "news");
        Assert.Equal([busy], (await alice.Sync(replica)).Conversations.Select(view => view.Id));
        Assert.Equal([busy, quiet], (await alice.Sync(replica.Cursors)).Conversations.Select(view => view.Id));
    }

    [Fact]
    public async Task What_takes_no_version_is_told_too()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var direct = (await alice.OpenDirect(bob)).Id;
        await bob.Send(direct, "hello");
        await alice.Send(direct, "hello");
        var replica = await ReplicaAssert.Synced(alice);
        foreach (var change in new Func<Task>[]
        {
            () => alice.Mute(direct, true),
            () => alice.Mute(direct, false),
            () => bob.MarkRead(direct, 2),
            () => bob.Send(direct, "more"),
            () => alice.MarkRead(direct, 3),
        })
        {
            await change();
            await ReplicaAssert.CatchUp(replica, alice.Sync);
            await ReplicaAssert.IsTrue(replica, alice);
        }
    }

    [Fact]
    public async Task A_change_that_commits_late_is_not_missed()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var group = (await alice.CreateGroup("late", bob)).Id;
        await using var connection = new NpgsqlConnection(chat.Database.ConnectionString);
        await connection.OpenAsync();
        await using var late = await connection.BeginTransactionAsync();
        await using var mute = new NpgsqlCommand(
            "UPDATE user_conversations SET muted = true WHERE user_id = $1 AND conversation_id = $2", connection)
        {
            Parameters = { new() { Value = alice.Id }, new() { Value = group } },
        };
        Assert.Equal(1, await mute.ExecuteNonQueryAsync());

        // Transactions that began later end earlier, and are seen.
        await bob.Send(group, "earlier");
        var replica = await ReplicaAssert.Synced(alice);
        await late.CommitAsync();

        await ReplicaAssert.CatchUp(replica, alice.Sync);
        await ReplicaAssert.IsTrue(replica, alice);
        Assert.True((await alice.Get(group)).Muted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("MQox")]
    public async Task A_mark_of_elsewhere_counts_for_nothing(string since)
    {
        var alice = await chat.NewUser();
        var group = (await alice.CreateGroup("mine")).Id;
        var answer = await alice.Sync(new Dictionary<string, long> { [group] = 1 }, since);
        Assert.Equal([group], answer.Conversations.Select(view => view.Id));
    }

    /// <summary>Versions that a client knows from before may mean other changes by now.</summary>
    [Fact]
    public async Task Behind_a_restore_every_conversation_comes_as_a_reset_once()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var group = (await alice.CreateGroup("restored", bob)).Id;
        await bob.Send(group, "hello");
        var replica = await ReplicaAssert.Synced(alice);
        Assert.Empty((await alice.Sync(replica)).Changes);
        await chat.Database.Execute("INSERT INTO facts (name, value) VALUES ('restored', 'just now')");
        try
        {
            var answer = await alice.Sync(replica);
            Assert.True(answer.Changes.Single(changes => changes.ConversationId == group).Reset);
            replica.Apply(answer);
            await ReplicaAssert.IsTrue(replica, alice);
            Assert.Empty((await alice.Sync(replica)).Changes);
        }
        finally
        {
            await chat.Database.Execute("DELETE FROM facts WHERE name = 'restored'");
        }
    }
}
