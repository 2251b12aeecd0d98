using OrleansChat.Conversations;
using OrleansChat.Groups;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Groups;

/// <summary>Making groups, who is in them and who may do what.</summary>
[Collection(ChatCollection.Name)]
public sealed class GroupTests(ChatFixture chat)
{
    [Fact]
    public async Task A_change_that_names_nothing_changes_nothing()
    {
        var (alice, bob) = (chat.Somebody, await chat.NewUser());
        var group = (await alice.CreateGroup("as it was")).Id;
        Assert.Equal("as it was", (await alice.Call<Conversation>(HttpMethod.Patch, $"groups/{group}", new { })).Name);
        await bob.Call(HttpMethod.Patch, $"groups/{group}", new { }).MustBeRefused("not_found");
    }

    [Fact]
    public async Task The_maker_owns_the_group_and_the_others_are_members()
    {
        var people = chat.People(3);
        var owner = people[0];
        Conversation? made = null;
        await ReplicaAssert.KeepsInStep(people, async () => made = await owner.CreateGroup(" Friends ", people[1], people[2], people[1], owner));
        Assert.Equal((ConversationKind.Group, "Friends", GroupRole.Owner), (made!.Kind, made.Name, made.Role));
        Assert.Equal((3, 1, 1), (made.MemberCount, made.LastSeq, made.Version));
        Assert.Null(made.Peer);

        var system = (await people[2].History(made.Id)).Items.Single();
        Assert.Equal((MessageType.System, owner.Id, null), (system.Type, system.SenderId, system.ClientMessageId));
        var told = SystemEvent.Parse(system.Content);
        Assert.Equal((SystemEvent.GroupCreated, "Friends"), (told.Event, told.Name));
        Assert.Equal([people[1].Id, people[2].Id], told.UserIds);
        var members = (await people[1].Members(made.Id)).Items;
        Assert.Equal(people.Select(user => user.Id).Order(StringComparer.Ordinal), members.Select(member => member.User.Id));
        Assert.Equal(GroupRole.Owner, members.Single(member => member.User.Id == owner.Id).Role);
        Assert.Equal(2, members.Count(member => member.Role == GroupRole.Member));
    }

    [Fact]
    public async Task Members_page_by_cursor()
    {
        var people = chat.People(5);
        var group = (await people[0].CreateGroup("pages", people.Skip(1))).Id;
        var first = await people[1].Members(group, limit: 3);
        var second = await people[1].Members(group, limit: 3, first.NextCursor);
        Assert.Equal((3, 2, null), (first.Items.Length, second.Items.Length, second.NextCursor));
        Assert.Equal(5, first.Items.Concat(second.Items).Select(member => member.User.Id).Distinct().Count());
    }

    [Fact]
    public async Task Who_is_added_while_connected_gets_the_groups_pushes_when_the_call_has_answered()
    {
        var people = chat.People(3);
        var (owner, member, late) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("growing", member)).Id;
        await using var phone = await late.Connect();
        var view = phone.Conversations.Next(view => view.Id == group);

        await ReplicaAssert.KeepsInStep(people, () => owner.AddMembers(group, late, member));
        var ack = await member.Send(group, "welcome");
        await phone.Messages.Any(message => message.ConversationId == group && message.Version == ack.Version);
        Assert.Equal((3, GroupRole.Member), ((await view).MemberCount, (await view).Role));
        var pushed = phone.Messages.Received.Where(message => message.ConversationId == group);
        Assert.Equal([(2L, MessageType.System), (3, MessageType.Text)], pushed.Select(message => (message.Version, message.Type)));
        var told = SystemEvent.Parse((await late.History(group, around: 2, limit: 1)).Items.Single().Content);
        Assert.Equal((SystemEvent.MembersAdded, late.Id), (told.Event, Assert.Single(told.UserIds)));
    }

    [Fact]
    public async Task After_the_removal_nothing_of_the_group_follows()
    {
        var people = chat.People(3);
        var (owner, member, kicked) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("shrinking", member, kicked)).Id;
        await using var phone = await kicked.Connect();
        await using var laptop = await member.Connect();
        var removal = phone.Removals.Next(removed => removed.ConversationId == group);

        await ReplicaAssert.KeepsInStep(people, async () =>
        {
            await owner.Rename(group, "about to shrink");
            await owner.Remove(group, kicked);
        });
        await removal;
        await laptop.Send(group, "only for members");
        await laptop.SetTyping(group, true);
        await owner.Rename(group, "shrunk");
        await laptop.Conversations.Any(view => view.Name == "shrunk" && view.MemberCount == 2);
        // A push that reaches the connection after those, were they sent to it.
        var direct = (await member.OpenDirect(kicked)).Id;
        var marker = phone.NextMessage(message => message.ConversationId == direct);
        await member.Send(direct, "marker");
        await marker;

        var afterwards = phone.Pushes.Received.SkipWhile(push => push is not RemovedConversation).Skip(1);
        Assert.DoesNotContain(afterwards, push => IsOf(group, push));
        await kicked.Get(group).MustBeRefused("not_found");
        await kicked.History(group).MustBeRefused("not_found");
        await kicked.Send(group, "still here?").MustBeRefused("not_found");
        await phone.Send(group, "still here?").MustBeRefused("not_found");
        await phone.SetTyping(group, true).MustBeRefused("not_found");
        await phone.MarkRead(group, 1).MustBeRefused("not_found");
        var told = SystemEvent.Parse((await member.History(group, around: 3, limit: 1)).Items.Single().Content);
        Assert.Equal((SystemEvent.MemberRemoved, kicked.Id), (told.Event, Assert.Single(told.UserIds)));
    }

    [Fact]
    public async Task Who_was_removed_can_be_added_again_and_sees_everything()
    {
        var people = chat.People(2);
        var (owner, member) = (people[0], people[1]);
        var group = (await owner.CreateGroup("back", member)).Id;
        await member.Leave(group);
        await owner.Send(group, "alone");
        await using var phone = await member.Connect();
        await ReplicaAssert.KeepsInStep(people, () => owner.AddMembers(group, member));
        var push = phone.NextMessage(message => message.Content == "together");
        await owner.Send(group, "together");
        await push;
        Assert.Equal(5, (await member.WholeHistory(group)).Count);
        Assert.Equal(1, (await member.Get(group)).UnreadCount);
    }

    [Fact]
    public async Task The_owner_leaves_last()
    {
        var people = chat.People(2);
        var (owner, member) = (people[0], people[1]);
        var group = (await owner.CreateGroup("leaving", member)).Id;
        await owner.Leave(group).MustBeRefused("conflict");
        await ReplicaAssert.KeepsInStep(people, () => member.Leave(group));
        await ReplicaAssert.KeepsInStep(people, () => owner.Leave(group));
        await owner.Get(group).MustBeRefused("not_found");
        await owner.Send(group, "anybody?").MustBeRefused("not_found");
        await member.Leave(group).MustBeRefused("not_found");
    }

    [Fact]
    public async Task Members_neither_rename_nor_add_nor_remove_others()
    {
        var people = chat.People(4);
        var (owner, member, other, stranger) = (people[0], people[1], people[2], people[3]);
        var group = (await owner.CreateGroup("roles", member, other)).Id;
        await member.Rename(group, "mine").MustBeRefused("forbidden");
        await member.AddMembers(group, stranger).MustBeRefused("forbidden");
        await member.Remove(group, other).MustBeRefused("forbidden");
        await member.Remove(group, owner).MustBeRefused("forbidden");
        await stranger.Rename(group, "mine").MustBeRefused("not_found");
        await stranger.AddMembers(group, stranger).MustBeRefused("not_found");
        await stranger.Remove(group, other).MustBeRefused("not_found");
        await owner.Remove(group, stranger).MustBeRefused("not_found");
        Assert.Equal((1, "roles"), ((int)(await owner.Get(group)).Version, (await owner.Get(group)).Name));
    }

    [Fact]
    public async Task A_new_name_reaches_every_member()
    {
        var people = chat.People(2);
        var (owner, member) = (people[0], people[1]);
        var group = (await owner.CreateGroup("old", member)).Id;
        await using var phone = await member.Connect();
        var view = phone.Conversations.Next(view => view.Name == "new 👋");
        var push = phone.NextMessage(message => message.ConversationId == group);
        await ReplicaAssert.KeepsInStep(people, async () => Assert.Equal("new 👋", (await owner.Rename(group, " new 👋 ")).Name));
        Assert.Equal(group, (await view).Id);
        var told = SystemEvent.Parse((await push).Content);
        Assert.Equal((SystemEvent.GroupRenamed, "new 👋"), (told.Event, told.Name));
    }

    [Fact]
    public async Task Of_many_renames_the_last_pushed_view_is_the_present_one()
    {
        var people = chat.People(2);
        var (owner, member) = (people[0], people[1]);
        var group = (await owner.CreateGroup("name", member)).Id;
        await using var phone = await member.Connect();
        for (var i = 1; i <= 20; i++)
            await owner.Rename(group, $"name {i}");
        await phone.Conversations.Any(view => view.Name == "name 20");
        Assert.Equal("name 20", phone.Conversations.Received.Last(view => view.Id == group).Name);
    }

    [Theory]
    [InlineData("", "name")]
    [InlineData("  ", "name")]
    [InlineData("a\0b", "name")]
    public async Task A_wrong_name_is_refused(string name, string field)
    {
        var owner = chat.Somebody;
        Assert.Contains($"\"{field}\":[", (await owner.CreateGroup(name).MustBeRefused("validation_failed")).Message, StringComparison.Ordinal);
        var group = (await owner.CreateGroup(new string('x', 100))).Id;
        await owner.Rename(group, name).MustBeRefused("validation_failed");
        await owner.Rename(group, new string('x', 101)).MustBeRefused("validation_failed");
    }

    [Fact]
    public async Task Only_people_who_exist_are_added()
    {
        var owner = chat.Somebody;
        const string nobody = "u.00000000000000000000000000";
        var ghosts = new { name = "ghosts", memberIds = new[] { nobody } };
        await owner.Call<Conversation>(HttpMethod.Post, "groups", ghosts).MustBeRefused("validation_failed");
        var group = (await owner.CreateGroup("real")).Id;
        await owner.Call(HttpMethod.Post, $"groups/{group}/members", new { userIds = new[] { nobody } }).MustBeRefused("validation_failed");
        Assert.Equal(1, (await owner.Get(group)).MemberCount);
    }

    private static bool IsOf(string group, object push) => push switch
    {
        Message message => message.ConversationId == group,
        Conversation view => view.Id == group,
        Typing typing => typing.ConversationId == group,
        Receipt receipt => receipt.ConversationId == group,
        ResyncRequest resync => resync.ConversationId == group,
        _ => false,
    };
}
