using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Groups;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Groups;

/// <summary>A deleted group is gone at once for everybody, and its rows soon after, whatever crashes meanwhile.</summary>
public sealed class GroupDeletionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly string[] Tables =
        ["group_members", "invites", "pins", "cursors", "reactions", "message_edits", "messages", "message_changes", "user_conversations"];

    [Fact]
    public async Task Front_ends_get_one_push_and_no_more()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, member);
        var (first, second) = (new FakeFrontEnd(cluster.Grains), new FakeFrontEnd(cluster.Grains));
        await group.Subscribe(first.FrontEnd);
        await group.Subscribe(second.FrontEnd);
        Assert.Null((await group.DeleteGroup(owner)).Error);
        foreach (var frontEnd in new[] { first, second })
        {
            var push = Assert.Single(frontEnd.MembersPushes);
            Assert.Equal((2L, new ConversationRemoved(group.GetPrimaryKeyString())), (push.Version, push.Event));
        }
        Assert.Equal(ErrorCode.NotFound, (await group.SetTyping(owner, true)).Error?.Code);
        GC.KeepAlive((first, second));
    }

    [Fact]
    public async Task Nothing_is_left_but_the_mark_and_later_not_even_that()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, member);
        var id = group.GetPrimaryKeyString();
        await Fill(group, owner, messages: 3);
        Assert.All(await CountRows(id), count => Assert.True(count.Rows > 0, count.Table));

        Assert.Null((await group.DeleteGroup(owner)).Error);
        await Sweep();
        Assert.All(await CountRows(id), count => Assert.True(count.Rows == 0, count.Table));
        Assert.Equal(1, await CountHeaders(id));

        // What was under way when it was deleted has a minute to come in.
        await cluster.Database.Execute($"UPDATE groups SET deleted_at = deleted_at - interval '1 hour' WHERE group_id = '{id}'");
        await Sweep();
        Assert.Equal(0, await CountHeaders(id));
        Assert.Equal(0, await cluster.Database.Read<long>(
            $"SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = '{id}' AND payloadbinary IS NOT NULL"));
        await cluster.Restart();
        Assert.Equal(ErrorCode.NotFound, (await Again(group).Rename(owner, "risen")).Error?.Code);
    }

    [Fact]
    public async Task The_silo_sweeps_by_itself()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        await group.DeleteGroup(owner);
        await MustBecomeEmpty(group.GetPrimaryKeyString());
    }

    [Fact]
    public async Task After_a_crash_between_the_mark_and_the_sweep_the_next_silo_sweeps()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, member);
        var id = group.GetPrimaryKeyString();
        await Fill(group, owner, messages: 3);
        // As a silo leaves it that dies right after the commit.
        await cluster.Database.Execute($"UPDATE groups SET deleted_at = now(), member_count = 0 WHERE group_id = '{id}'");
        await cluster.Restart();

        group = Again(group);
        Assert.Equal(ErrorCode.NotFound, (await group.Send(owner, new NewMessage(Guid.NewGuid(), "anybody?", null))).Error?.Code);
        var reader = cluster.Grains.GetGrain<IConversationReaderGrain>("reader.0");
        Assert.Equal(ErrorCode.NotFound, (await reader.Get(owner, id)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await reader.History(owner, id, new HistoryRange(null, null, null, 50))).Error?.Code);
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        Assert.DoesNotContain(id, (await cluster.Grains.GetGrain<IUserGrain>(member).Connect(frontEnd.FrontEnd, [])).Groups);
        await MustBecomeEmpty(id);
        GC.KeepAlive(frontEnd);
    }

    [Fact]
    public async Task A_large_group_goes_in_bounded_steps()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        var id = group.GetPrimaryKeyString();
        await cluster.Database.Execute($"""
            INSERT INTO user_conversations (user_id, conversation_id, created_at)
            SELECT 'u.' || lpad(i::text, 26, '0'), '{id}', now() FROM generate_series(1, 250) AS i;
            INSERT INTO group_members (group_id, user_id, role, joined_at, joined_seq)
            SELECT '{id}', 'u.' || lpad(i::text, 26, '0'), 0, now(), 1 FROM generate_series(1, 250) AS i;
            INSERT INTO messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at)
            SELECT '{id}', i, i, i, '{owner}', 0, 'message', now() FROM generate_series(100, 2600) AS i;
            CREATE TABLE removed (at integer PRIMARY KEY, rows bigint NOT NULL);
            CREATE SEQUENCE removals;
            CREATE FUNCTION count_removed() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO removed SELECT nextval('removals'), count(*) FROM gone; RETURN NULL; END $$;
            CREATE TRIGGER count_removed AFTER DELETE ON messages REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION count_removed();
            """);
        await group.DeleteGroup(owner);
        await Sweep();
        Assert.All(await CountRows(id), count => Assert.True(count.Rows == 0, count.Table));
        Assert.True(await cluster.Database.Read<long>("SELECT max(rows) FROM removed") <= 1_000);
        Assert.True(await cluster.Database.Read<decimal>("SELECT sum(rows) FROM removed") > 2_500);
        await cluster.Database.Execute("DROP TRIGGER count_removed ON messages");
    }

    [Fact]
    public async Task A_group_that_is_there_is_left_alone()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        Assert.False(await group.Sweep());
        Assert.Equal(2, (await group.Send(owner, new NewMessage(Guid.NewGuid(), "still here", null))).Required.Seq);
        Assert.False(await cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup()).Sweep());
    }

    [Fact]
    public async Task A_stale_activation_neither_deletes_nor_brings_back()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner);
        var id = group.GetPrimaryKeyString();
        // Another activation has deleted it, and this one does not know.
        await cluster.Database.Execute($$"""
            INSERT INTO messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at)
            VALUES ('{{id}}', 2, 2, 2, '{{owner}}', 2, '{"event":"groupDeleted","userIds":[]}', now());
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('{{id}}', 2, 2);
            UPDATE groups SET deleted_at = now() WHERE group_id = '{{id}}';
            """);
        Assert.NotNull((await group.AddMembers(owner, [member])).Error);
        Assert.Equal(ErrorCode.NotFound, (await group.AddMembers(owner, [member])).Error?.Code);
        Assert.True(await cluster.Database.Read<bool>($"SELECT deleted_at IS NOT NULL FROM groups WHERE group_id = '{id}'"));
    }

    /// <summary>A round of the sweeper, to its end.</summary>
    private async Task Sweep()
    {
        await using var database = new Database(cluster.Database.ConnectionString);
        using var sweeper = new GroupSweeper(
            new DeletedGroups(database), cluster.Grains, TimeProvider.System, NullLogger<GroupSweeper>.Instance);
        await sweeper.SweepAll(CancellationToken.None);
    }

    private async Task MustBecomeEmpty(string groupId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var polls = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await CountRows(groupId)).Any(count => count.Rows > 0))
            Assert.True(await polls.WaitForNextTickAsync(patience.Token));
    }

    /// <summary>A row at least in each table that can hold one of a group.</summary>
    private async Task Fill(IGroupGrain group, string owner, int messages)
    {
        for (var i = 0; i < messages; i++)
            await group.Send(owner, new NewMessage(Guid.NewGuid(), $"message {i}", null));
        await group.Edit(owner, 2, "edited");
        await group.CreateInvite(owner, null, null);
        var id = group.GetPrimaryKeyString();
        await cluster.Database.Execute($"""
            INSERT INTO pins (conversation_id, seqs) VALUES ('{id}', ARRAY[2]);
            INSERT INTO reactions (conversation_id, seq, reaction, user_id, version) VALUES ('{id}', 2, '👍', '{owner}', 5);
            """);
    }

    private async Task<List<(string Table, long Rows)>> CountRows(string groupId)
    {
        var counts = new List<(string, long)>();
        foreach (var table in Tables)
        {
            var key = table is "group_members" or "invites" ? "group_id" : "conversation_id";
            counts.Add((table, await cluster.Database.Read<long>($"SELECT count(*) FROM {table} WHERE {key} = '{groupId}'")));
        }
        return counts;
    }

    private Task<long> CountHeaders(string groupId) =>
        cluster.Database.Read<long>($"SELECT count(*) FROM groups WHERE group_id = '{groupId}'");

    private IGroupGrain Again(IGroupGrain group) => cluster.Grains.GetGrain<IGroupGrain>(group.GetPrimaryKeyString());

    private async Task<IGroupGrain> NewGroup(string owner, params string[] members)
    {
        var group = cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup());
        Assert.Null((await group.Create(owner, "group", [.. members])).Error);
        return group;
    }
}
