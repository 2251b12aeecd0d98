using OrleansChat.Conversations;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>How far others have received and read, as pushes tell.</summary>
[Collection(ChatCollection.Name)]
public sealed class ReceiptTests(ChatFixture chat)
{
    [Fact]
    public async Task In_a_small_group_everybody_learns_of_everybody_and_of_many_moves_the_last()
    {
        var people = chat.People(4);
        var group = (await people[0].CreateGroup("small", people[1..])).Id;
        await people[0].SendMany(group, 40);
        var devices = await Task.WhenAll(people.Select(person => person.Connect()));
        var last = devices.SelectMany(device => people[1..].Select(reader => device.Receipts.Next(receipt =>
            receipt == new Receipt(group, reader.Id, 41, 40)))).ToArray();

        await ReplicaAssert.KeepsInStep(people, () => Task.WhenAll(people[1..].Zip(devices[1..], async (reader, device) =>
        {
            await Task.WhenAll(Enumerable.Range(2, 39).Select(seq => device.MarkRead(group, seq)));
            await reader.MarkDelivered(group, 41);
        })));
        await Task.WhenAll(last);
        foreach (var device in devices)
        {
            var receipts = device.Receipts.Received.Where(receipt => receipt.ConversationId == group).ToList();
            Assert.True(receipts.Count < 3 * 39, $"{receipts.Count} pushes");
            foreach (var ofOne in receipts.GroupBy(receipt => receipt.UserId))
                Assert.Equal(ofOne.OrderBy(receipt => receipt.ReadSeq).ThenBy(receipt => receipt.DeliveredSeq), ofOne);
            Assert.Empty(device.ReceiptCounts.Received);
            await device.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_cursor_that_does_not_move_is_not_told()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 3);
        await using var laptop = await alice.Connect();
        var first = laptop.Receipts.Next(receipt => receipt.ReadSeq == 3);
        await bob.MarkRead(conversation, 3);
        await first;
        await bob.MarkRead(conversation, 2);
        await bob.MarkRead(conversation, 99);
        await bob.MarkDelivered(conversation, 1);
        await alice.Send(conversation, "one more");
        var second = laptop.Receipts.Next(receipt => receipt.DeliveredSeq == 4);
        await bob.MarkDelivered(conversation, 4);
        Assert.Equal(new Receipt(conversation, bob.Id, 4, 3), await second);
        Assert.Equal(2, laptop.Receipts.Received.Count);
    }

    [Fact]
    public async Task Above_fifty_members_the_senders_alone_learn_how_many_have_read()
    {
        var (owner, sender) = (chat.People(2)[0], chat.People(2)[1]);
        var members = await ChatUser.RegisterMany(chat.Http, 49);
        var group = (await owner.CreateGroup("large", [sender, .. members])).Id;
        var mine = (await sender.Send(group, "how many of you?")).Seq;
        var other = (await owner.Send(group, "me too")).Seq;
        await using var laptop = await sender.Connect();
        await using var desktop = await owner.Connect();
        await using var phone = await members[0].Connect();
        // The owner's message shows that the owner has read the one before.
        var all = laptop.ReceiptCounts.Next(count => count == new ReceiptCount(group, mine, 41, 31));
        var ofOther = desktop.ReceiptCounts.Next(count => count.Seq == other && count.ReadCount == 30);

        await Task.WhenAll(members[..30].Select(member => member.MarkRead(group, other)));
        await Task.WhenAll(members[30..40].Select(member => member.MarkDelivered(group, mine)));
        await ofOther;
        await all;
        await phone.MarkRead(group, other);
        Assert.All(laptop.ReceiptCounts.Received, count => Assert.Equal(mine, count.Seq));
        foreach (var device in new[] { laptop, desktop })
            Assert.Empty(device.Receipts.Received);
        // One's own devices learn what one has read.
        Assert.All(phone.Receipts.Received, receipt => Assert.Equal(members[0].Id, receipt.UserId));
        Assert.Empty(phone.ReceiptCounts.Received);

        await using var raw = await RawHubConnection.ConnectReady(chat.Address, sender);
        await members[45].MarkRead(group, other);
        var push = await raw.NextPush("ReceiptChanged");
        Assert.Equal(
            ["conversationId", "deliveredCount", "readCount", "seq"], push.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_is_no_member_moves_no_cursor()
    {
        var people = chat.People(3);
        var (alice, bob, stranger) = (people[0], people[1], people[2]);
        var group = (await alice.CreateGroup("closed", bob)).Id;
        await using var phone = await stranger.Connect();
        await stranger.MarkRead(group, 1).MustBeRefused("not_found");
        await stranger.MarkDelivered(group, 1).MustBeRefused("not_found");
        await phone.MarkRead(group, 1).MustBeRefused("not_found");
        await phone.MarkDelivered(group, 1).MustBeRefused("not_found");
    }
}
