using OrleansChat.Conversations;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Two people talk in a direct conversation, live.</summary>
[Collection(ChatCollection.Name)]
public sealed class DirectChatTests(ChatFixture chat)
{
    [Fact]
    public async Task Both_and_the_senders_other_device_get_every_message_in_version_order()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect();
        await using var tablet = await (await alice.SignInAgain()).Connect();
        await using var phone = await bob.Connect();
        ChatHubClient[] devices = [laptop, tablet, phone];
        var lastPushes = devices.Select(device => device.NextMessage(message => message.Version == 41)).ToArray();

        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            await laptop.Send(conversation, "the beginning");
            var sends = Enumerable.Range(1, 39).Select(i => (i % 2 == 0 ? laptop : phone).Send(conversation, $"message {i}"));
            var acks = await Task.WhenAll(sends);
            Assert.Equal(Enumerable.Range(2, 39), acks.Select(ack => (int)ack.Seq).Order());
            await laptop.Edit(conversation, 1, "the end");
        });

        await Task.WhenAll(lastPushes);
        var truth = await bob.WholeHistory(conversation);
        foreach (var device in devices)
        {
            var pushed = Of(device, conversation);
            Assert.Equal(Enumerable.Range(1, 41), pushed.Select(message => (int)message.Version));
            Assert.Equal(
                truth.Skip(1).Select(message => (message.Seq, message.Content)),
                pushed[1..40].Select(message => (message.Seq, message.Content)));
        }
    }

    [Fact]
    public async Task An_Ack_says_where_the_message_is()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect();
        var ack = await laptop.Send(conversation, "here");
        var message = (await bob.History(conversation)).Items.Single();
        Assert.Equal(new Ack(conversation, message.Seq, message.Version, message.CreatedAt, Duplicate: false), ack);
        Assert.Equal((alice.Id, MessageType.Text, null), (message.SenderId, message.Type, message.DeletedAt));
    }

    [Fact]
    public async Task The_first_message_brings_the_conversation_to_the_peers_list()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var phone = await bob.Connect();
        var view = phone.Conversations.Next(view => view.Id == conversation);
        var message = phone.NextMessage(message => message.ConversationId == conversation);
        await alice.Send(conversation, "hello");
        Assert.Equal(alice.Id, (await view).Peer!.Id);
        Assert.Equal("hello", (await message).Content);
    }

    [Fact]
    public async Task Both_are_told_how_far_the_other_has_read()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 3);
        await using var laptop = await alice.Connect();
        await using var phone = await bob.Connect();

        var delivered = laptop.Receipts.Next();
        await phone.MarkDelivered(conversation, 3);
        Assert.Equal(new Receipt(conversation, bob.Id, 3, 0), await delivered);
        var toAlice = laptop.Receipts.Next(receipt => receipt.ReadSeq > 0);
        var toBob = phone.Receipts.Next(receipt => receipt.ReadSeq > 0);
        await phone.MarkRead(conversation, 2);
        Assert.Equal(new Receipt(conversation, bob.Id, 3, 2), await toAlice);
        Assert.Equal(new Receipt(conversation, bob.Id, 3, 2), await toBob);
    }

    [Fact]
    public async Task The_other_sees_typing_start_and_stop()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect();
        await using var phone = await bob.Connect();
        foreach (var typing in new[] { true, false })
        {
            var push = phone.Typings.Next();
            await laptop.SetTyping(conversation, typing);
            Assert.Equal(new Typing(conversation, alice.Id, typing), await push);
        }
    }

    [Fact]
    public async Task Who_comes_back_gets_the_next_message_at_once_and_need_not_sync_for_it()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using (var before = await bob.Connect())
        {
            var push = before.NextMessage();
            await alice.Send(conversation, "seen");
            await push;
        }
        await alice.SendMany(conversation, 5);

        await using var phone = await bob.Connect();
        var next = phone.NextMessage();
        await alice.Send(conversation, "welcome back");
        Assert.Equal((7, "welcome back"), ((await next).Version, (await next).Content));
        Assert.Empty(phone.Resyncs.Received);
    }

    [Fact]
    public async Task The_hub_tells_the_time()
    {
        await using var laptop = await chat.Somebody.Connect();
        Assert.InRange(await laptop.Ping(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    private static Message[] Of(ChatHubClient device, string conversationId) =>
        [.. device.Messages.Received.Where(message => message.ConversationId == conversationId)];
}
