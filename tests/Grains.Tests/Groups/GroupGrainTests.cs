using OrleansChat.Conversations;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Groups;

public sealed class GroupGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Members_read_and_write_and_others_find_nothing()
    {
        var (owner, member, stranger) = (await cluster.NewUser(), await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, member);
        Assert.Equal(2, (await Send(group, member)).Required.Seq);
        Assert.Equal(ErrorCode.NotFound, (await Send(group, stranger)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await group.Rename(stranger, "mine")).Error?.Code);
        Assert.Equal(ErrorCode.Forbidden, (await group.Rename(member, "mine")).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await Send(cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup()), owner)).Error?.Code);
    }

    [Fact]
    public async Task Members_survive_a_restart_and_the_seq_goes_on()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner);
        Assert.Null((await group.AddMembers(owner, [member, member, owner])).Error);
        await cluster.Restart();
        group = cluster.Grains.GetGrain<IGroupGrain>(group.GetPrimaryKeyString());
        Assert.Equal(3, (await Send(group, member)).Required.Seq);
    }

    [Fact]
    public async Task Who_is_added_while_connected_has_the_push_before_the_call_answers()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner);
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await cluster.Grains.GetGrain<IUserGrain>(member).Connect(frontEnd.FrontEnd, []);

        await group.AddMembers(owner, [member]);
        var push = Assert.Single(frontEnd.MembersPushes);
        Assert.Equal((2L, member), (push.Version, push.Added.Single()));

        await Send(group, owner);
        Assert.Equal(3, (await frontEnd.NextGroupPush()).Version);
        GC.KeepAlive(frontEnd);
    }

    [Fact]
    public async Task A_removal_that_comes_late_takes_the_group_off_no_members_list()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, member);
        var groupId = group.GetPrimaryKeyString();
        await cluster.Grains.GetGrain<IUserGrain>(member).RemoveConversation(groupId);
        var listed = $"SELECT count(*) FROM user_conversations WHERE user_id = '{member}' AND conversation_id = '{groupId}'";
        Assert.Equal(1, await cluster.Database.Read<long>(listed));

        await group.RemoveMember(owner, member);
        Assert.Equal(0, await cluster.Database.Read<long>(listed));
    }

    [Fact]
    public async Task Who_left_or_was_removed_writes_no_more()
    {
        var (owner, leaver, removed) = (await cluster.NewUser(), await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, leaver, removed);
        Assert.Equal(ErrorCode.Forbidden, (await group.RemoveMember(leaver, removed)).Error?.Code);
        Assert.Equal(ErrorCode.Conflict, (await group.RemoveMember(owner, owner)).Error?.Code);
        Assert.Null((await group.RemoveMember(leaver, leaver)).Error);
        Assert.Null((await group.RemoveMember(owner, removed)).Error);
        Assert.Equal(ErrorCode.NotFound, (await Send(group, leaver)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await Send(group, removed)).Error?.Code);
        Assert.Null((await group.RemoveMember(owner, owner)).Error);
        Assert.Equal(ErrorCode.NotFound, (await Send(group, owner)).Error?.Code);
    }

    [Fact]
    public async Task Unknown_people_are_named_and_nothing_changes()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        var nobody = Ids.NewUser();
        var refused = (await group.AddMembers(owner, [nobody])).Error;
        Assert.Equal((ErrorCode.ValidationFailed, "userIds"), (refused?.Code, refused?.Field));
        Assert.Contains(nobody, refused!.Detail, StringComparison.Ordinal);
        Assert.Equal(2, (await Send(group, owner)).Required.Seq);
    }

    [Fact]
    public async Task Name_and_row_change_together_or_not_at_all()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        await cluster.Database.Execute("ALTER TABLE groups ADD CONSTRAINT no_cursed_names CHECK (name <> 'cursed')");

        await Assert.ThrowsAnyAsync<Exception>(() => group.Rename(owner, "cursed"));
        Assert.Equal("group", await NameOf(group, owner));
        var stored = await cluster.Database.Read<string>(
            $"SELECT convert_from(payloadbinary, 'UTF8') FROM orleansstorage WHERE grainidextensionstring = '{group.GetPrimaryKeyString()}'");
        Assert.DoesNotContain("cursed", stored, StringComparison.Ordinal);

        Assert.Null((await group.Rename(owner, "blessed")).Error);
        Assert.Equal("blessed", await NameOf(group, owner));
    }

    [Fact]
    public async Task A_rename_whose_message_was_not_stored_is_announced_when_it_is_repeated()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        var id = group.GetPrimaryKeyString();
        await cluster.Database.Execute($"ALTER TABLE messages ADD CONSTRAINT silent CHECK (conversation_id <> '{id}') NOT VALID");
        Assert.Equal(ErrorCode.Unavailable, (await group.Rename(owner, "quiet")).Error?.Code);
        await cluster.Database.Execute("ALTER TABLE messages DROP CONSTRAINT silent");

        Assert.Null((await group.Rename(owner, "quiet")).Error);
        Assert.Null((await group.Rename(owner, "quiet")).Error);
        Assert.Equal(1, await cluster.Database.Read<long>(
            $"SELECT count(*) FROM messages WHERE conversation_id = '{id}' AND content LIKE '%groupRenamed%'"));
        Assert.Equal(3, (await Send(group, owner)).Required.Seq);
    }

    [Fact]
    public async Task A_change_of_members_by_a_stale_activation_is_fenced()
    {
        var (owner, member) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner);
        var id = group.GetPrimaryKeyString();
        await cluster.Database.Execute($"""
            INSERT INTO messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at)
            VALUES ('{id}', 2, 2, 2, '{owner}', 0, 'by another activation', now());
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('{id}', 2, 2);
            """);

        Assert.Equal(ErrorCode.Unavailable, (await group.AddMembers(owner, [member])).Error?.Code);
        Assert.Equal(1, await cluster.Database.Read<long>($"SELECT count(*) FROM group_members WHERE group_id = '{id}'"));
        Assert.Null((await group.AddMembers(owner, [member])).Error);
        Assert.Equal(4, (await Send(group, member)).Required.Seq);
    }

    [Fact]
    public async Task A_removal_that_a_crash_cut_short_is_finished()
    {
        var (owner, removed) = (await cluster.NewUser(), await cluster.NewUser());
        var id = (await NewGroup(owner, removed)).GetPrimaryKeyString();
        // As a silo leaves it that dies right after the commit: the user's list still holds the group.
        await cluster.Database.Execute($$"""
            DELETE FROM group_members WHERE group_id = '{{id}}' AND user_id = '{{removed}}';
            INSERT INTO messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at)
            VALUES ('{{id}}', 2, 2, 2, '{{owner}}', 2, '{"event":"memberRemoved","userIds":["{{removed}}"]}', now());
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('{{id}}', 2, 2);
            """);
        await cluster.Restart();

        // A change of members waits until the lists are in order.
        Assert.Null((await cluster.Grains.GetGrain<IGroupGrain>(id).AddMembers(owner, [await cluster.NewUser()])).Error);
        Assert.Equal(0, await cluster.Database.Read<long>(
            $"SELECT count(*) FROM user_conversations WHERE conversation_id = '{id}' AND user_id = '{removed}'"));
    }

    private async Task<string?> NameOf(IGroupGrain group, string caller) =>
        (await cluster.Grains.GetGrain<IConversationReaderGrain>("reader.0").Get(caller, group.GetPrimaryKeyString())).Required.Name;

    private static Task<Outcome<Ack>> Send(IGroupGrain group, string sender) =>
        group.Send(sender, new NewMessage(Guid.NewGuid(), "hello", null));

    private async Task<IGroupGrain> NewGroup(string owner, params string[] members)
    {
        var group = cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup());
        Assert.Null((await group.Create(owner, "group", [.. members])).Error);
        return group;
    }
}
