using OrleansChat.Conversations;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Editing and deleting messages.</summary>
[Collection(ChatCollection.Name)]
public sealed class ChangeTests(ChatFixture chat)
{
    [Fact]
    public async Task An_edit_gives_the_message_a_new_text_and_the_conversations_next_version()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "fisrt");
        var second = await alice.Send(conversation, "second");
        await using var phone = await bob.Connect();
        var push = phone.NextMessage(message => message.Seq == 1);

        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            var edited = await alice.Edit(conversation, 1, "  first ");
            Assert.Equal(("first", second.Version + 1), (edited.Content, edited.Version));
            Assert.NotNull(edited.EditedAt);
            var pushed = await push;
            Assert.Equal((edited.Content, edited.Version, edited.EditedAt), (pushed.Content, pushed.Version, pushed.EditedAt));
        });
        Assert.Equal(["fisrt"], (await bob.EarlierTexts(conversation, 1)).Select(text => text.Content));
        Assert.Empty(await bob.EarlierTexts(conversation, 2));
    }

    [Fact]
    public async Task Earlier_texts_are_kept_in_order_until_the_message_is_deleted()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "one");
        await alice.Edit(conversation, 1, "two");
        await alice.Edit(conversation, 1, "three");
        var texts = await bob.EarlierTexts(conversation, 1);
        Assert.Equal(["one", "two"], texts.Select(text => text.Content));
        Assert.True(texts[0].ReplacedAt <= texts[1].ReplacedAt);

        await chat.Somebody.EarlierTexts(conversation, 1).MustBeRefused("not_found");
        await bob.EarlierTexts(conversation, 2).MustBeRefused("not_found");

        await alice.Delete(conversation, 1);
        Assert.Empty(await bob.EarlierTexts(conversation, 1));
    }

    [Fact]
    public async Task The_same_text_again_changes_nothing()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "same");
        var edited = await alice.Edit(conversation, 1, " same");
        Assert.Equal((1L, null), (edited.Version, edited.EditedAt));
        Assert.Equal(1, (await bob.Get(conversation)).Version);
    }

    [Fact]
    public async Task Deleting_leaves_a_tombstone_and_doing_it_again_changes_nothing()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "secret");
        await alice.Send(conversation, "plain");
        await using var phone = await bob.Connect();
        var push = phone.NextMessage(message => message.DeletedAt is not null);

        await ReplicaAssert.KeepsInStep([alice, bob], () => alice.Delete(conversation, 1));
        Assert.Equal((1, 3, ""), ((await push).Seq, (await push).Version, (await push).Content));
        await alice.Delete(conversation, 1);
        Assert.Equal(3, (await bob.Get(conversation)).Version);
        var tombstone = (await bob.History(conversation)).Items[0];
        Assert.Equal((1, "", alice.Id), (tombstone.Seq, tombstone.Content, tombstone.SenderId));
    }

    [Fact]
    public async Task Only_the_sender_changes_a_message_of_a_direct_conversation()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "mine");
        await using var phone = await bob.Connect();

        await bob.Edit(conversation, 1, "yours").MustBeRefused("forbidden");
        await bob.Delete(conversation, 1).MustBeRefused("forbidden");
        await phone.Edit(conversation, 1, "yours").MustBeRefused("forbidden");
        await phone.Delete(conversation, 1).MustBeRefused("forbidden");
        Assert.Equal("mine", (await bob.History(conversation)).Items.Single().Content);
    }

    [Fact]
    public async Task What_was_deleted_cannot_be_edited()
    {
        var (alice, _, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "gone soon");
        await alice.Delete(conversation, 1);
        await alice.Edit(conversation, 1, "back again").MustBeRefused("gone");
    }

    [Fact]
    public async Task A_day_later_it_can_be_deleted_and_no_longer_edited()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 2);
        await chat.Database.Execute($"""
            UPDATE messages SET created_at = created_at - interval '24 hours' WHERE conversation_id = '{conversation}' AND seq = 1;
            UPDATE messages SET created_at = created_at - interval '23 hours' WHERE conversation_id = '{conversation}' AND seq = 2
            """);
        await using var laptop = await alice.Connect();
        var refusal = await alice.Edit(conversation, 1, "too late").MustBeRefused("forbidden");
        Assert.Contains("24 hours", refusal.Message, StringComparison.Ordinal);
        await laptop.Edit(conversation, 1, "too late").MustBeRefused("forbidden");
        await bob.React(conversation, 1, "👍");
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            await alice.Edit(conversation, 2, "just in time");
            await alice.Delete(conversation, 1);
        });
    }

    [Fact]
    public async Task In_a_group_the_owner_deletes_others_messages_and_members_do_not()
    {
        var people = chat.People(3);
        var (owner, member, other) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("roles", member, other)).Id;
        var first = await member.Send(group, "from a member");
        var second = await owner.Send(group, "from the owner");

        await other.Delete(group, first.Seq).MustBeRefused("forbidden");
        await member.Delete(group, second.Seq).MustBeRefused("forbidden");
        await owner.Edit(group, first.Seq, "other words").MustBeRefused("forbidden");
        await ReplicaAssert.KeepsInStep(people, () => owner.Delete(group, first.Seq));
        Assert.NotNull((await other.History(group, around: first.Seq, limit: 1)).Items.Single().DeletedAt);
    }

    [Fact]
    public async Task Nobody_changes_a_system_message()
    {
        var owner = chat.Somebody;
        var group = (await owner.CreateGroup("system")).Id;
        Assert.Equal(MessageType.System, (await owner.History(group)).Items.Single().Type);
        await owner.Edit(group, 1, "rewritten").MustBeRefused("forbidden");
        await owner.Delete(group, 1).MustBeRefused("forbidden");
    }

    [Fact]
    public async Task Many_changes_of_one_message_at_once_all_take_a_version_of_their_own()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "start");
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            var edited = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => alice.Edit(conversation, 1, $"text {i}")));
            Assert.Equal(Enumerable.Range(2, 20), edited.Select(message => (int)message.Version).Order());
        });
        Assert.Equal(20, (await bob.EarlierTexts(conversation, 1)).Count);
    }
}
