namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Whom a text names, and what it answers.</summary>
[Collection(ChatCollection.Name)]
public sealed class MentionTests(ChatFixture chat)
{
    [Fact]
    public async Task Members_are_named_in_order_and_others_are_not()
    {
        var people = chat.People(4);
        var (alice, bob, carol, stranger) = (people[0], people[1], people[2], people[3]);
        var group = (await alice.CreateGroup("names", bob, carol)).Id;
        await using var phone = await bob.Connect();
        var push = phone.NextMessage();
        await ReplicaAssert.KeepsInStep([alice, bob, carol], () => alice.Send(
            group, $"@{carol}, @{bob.Username.ToUpperInvariant()}! @{stranger} @nobody-at-all @{carol}. mail@{alice}"));
        Assert.Equal<string>([carol.Id, bob.Id], (await push).Mentions);
        Assert.Equal<string>([carol.Id, bob.Id], (await carol.History(group, limit: 1)).Items.Single().Mentions);
    }

    [Fact]
    public async Task In_a_direct_conversation_the_two_are_named()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        var stranger = chat.Somebody;
        await using var laptop = await alice.Connect();
        await laptop.Send(conversation, $"@{stranger} @{bob} and me, @{alice}");
        Assert.Equal<string>([bob.Id, alice.Id], (await bob.History(conversation)).Items.Single().Mentions);
    }

    [Fact]
    public async Task An_edit_names_anew_and_a_deletion_names_nobody()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, $"hello @{bob}");
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
            Assert.Equal<string>([alice.Id], (await alice.Edit(conversation, 1, $"hello @{alice}")).Mentions));
        await ReplicaAssert.KeepsInStep([alice, bob], async () => Assert.Empty((await alice.Edit(conversation, 1, "hello")).Mentions));
        await alice.Edit(conversation, 1, $"bye @{bob}");
        await ReplicaAssert.KeepsInStep([alice, bob], () => alice.Delete(conversation, 1));
        Assert.Empty((await bob.History(conversation)).Items.Single().Mentions);
    }

    [Fact]
    public async Task Messages_that_name_somebody_keep_their_place_among_those_that_do_not()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect();
        await laptop.Send(conversation, "the beginning");
        var sends = Enumerable.Range(2, 60).Select(i => laptop.Send(conversation, i % 3 == 0 ? $"{i} @{bob}" : $"{i}"));
        var acks = await Task.WhenAll(sends);
        Assert.Equal(Enumerable.Range(2, 60), acks.Select(ack => (int)ack.Seq));
    }

    [Fact]
    public async Task A_reply_points_at_any_earlier_message_even_a_deleted_one()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var phone = await bob.Connect();
        await alice.Send(conversation, "question");
        await alice.Delete(conversation, 1);
        var push = phone.NextMessage(message => message.Seq == 2);
        await ReplicaAssert.KeepsInStep([alice, bob], () => bob.Send(conversation, "answer", replyTo: 1));
        Assert.Equal(1, (await push).ReplyTo);
        await phone.Send(conversation, "and another", replyTo: 2);
        Assert.Equal([null, 1L, 2L], (await alice.History(conversation)).Items.Select(message => message.ReplyTo));

        foreach (var nowhere in new[] { 0L, 4, 5, 1_000_000 })
        {
            await bob.Send(conversation, "to nothing", replyTo: nowhere).MustBeRefused("validation_failed");
            await phone.Send(conversation, "to nothing", replyTo: nowhere).MustBeRefused("validation_failed");
        }
        Assert.Equal(3, (await alice.Get(conversation)).LastSeq);
        await alice.Edit(conversation, 2, "not mine").MustBeRefused("forbidden");
        Assert.Equal(1, (await bob.Edit(conversation, 2, "answer, edited")).ReplyTo);
    }
}
