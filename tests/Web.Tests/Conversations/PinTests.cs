using OrleansChat.Conversations;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Pinned messages: who pins, what, and who sees it.</summary>
[Collection(ChatCollection.Name)]
public sealed class PinTests(ChatFixture chat)
{
    [Fact]
    public async Task Both_people_of_a_direct_conversation_pin_and_both_see_it()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 3);
        await using var laptop = await alice.Connect();
        await using var phone = await bob.Connect();
        var views = new[] { laptop, phone }.Select(device => device.Conversations.Next(view => view.PinnedSeqs is [3, 1])).ToArray();

        await ReplicaAssert.KeepsInStep([alice, bob], () => alice.Pin(conversation, 3));
        await ReplicaAssert.KeepsInStep([alice, bob], () => bob.Pin(conversation, 1));
        foreach (var view in views)
            Assert.Equal((conversation, 3L), ((await view).Id, (await view).Version));

        var unpinned = phone.Conversations.Next(view => view.PinnedSeqs is [1]);
        await ReplicaAssert.KeepsInStep([alice, bob], () => bob.Unpin(conversation, 3));
        await unpinned;
    }

    [Fact]
    public async Task Doing_it_again_changes_nothing()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 2);
        await alice.Pin(conversation, 2);
        await alice.Pin(conversation, 1);
        await bob.Pin(conversation, 2);
        Assert.Equal<long>([2L, 1], (await bob.Get(conversation)).PinnedSeqs);
        await bob.Unpin(conversation, 2);
        await alice.Unpin(conversation, 2);
        Assert.Equal<long>([1L], (await bob.Get(conversation)).PinnedSeqs);
    }

    [Fact]
    public async Task In_a_group_the_owner_pins_and_members_do_not()
    {
        var people = chat.People(4);
        var (owner, member, other, stranger) = (people[0], people[1], people[2], people[3]);
        var group = (await owner.CreateGroup("pins", member, other)).Id;
        var seq = (await member.Send(group, "important")).Seq;
        await using var phone = await other.Connect();
        var view = phone.Conversations.Next(view => view.PinnedSeqs.Contains(seq));

        await ReplicaAssert.KeepsInStep([owner, member, other], () => owner.Pin(group, seq));
        Assert.Equal(group, (await view).Id);
        await member.Pin(group, seq).MustBeRefused("forbidden");
        await member.Unpin(group, seq).MustBeRefused("forbidden");
        await stranger.Pin(group, seq).MustBeRefused("not_found");
        await stranger.Unpin(group, seq).MustBeRefused("not_found");
        Assert.Equal<long>([seq], (await member.Get(group)).PinnedSeqs);
    }

    [Fact]
    public async Task What_nobody_said_and_what_was_deleted_cannot_be_pinned()
    {
        var people = chat.People(2);
        var (owner, member) = (people[0], people[1]);
        var group = (await owner.CreateGroup("nothing", member)).Id;
        var seq = (await member.Send(group, "deleted soon")).Seq;
        await member.Delete(group, seq);
        await owner.Pin(group, 1).MustBeRefused("forbidden");
        await owner.Pin(group, seq).MustBeRefused("gone");
        await owner.Pin(group, 77).MustBeRefused("not_found");
        await owner.Unpin(group, 77).MustBeRefused("not_found");
        await owner.Unpin(group, seq);
        Assert.Empty((await member.Get(group)).PinnedSeqs);
    }

    [Fact]
    public async Task A_deletion_unpins_in_the_same_step()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 2);
        await bob.Pin(conversation, 1);
        await bob.Pin(conversation, 2);
        await using var phone = await bob.Connect();
        var view = phone.Conversations.Next(view => view.Id == conversation);
        await ReplicaAssert.KeepsInStep([alice, bob], () => alice.Delete(conversation, 1));
        Assert.Equal<long>([2L], (await view).PinnedSeqs);
        var pushes = phone.Pushes.Received.Where(push => push is Message { Seq: 1 } or Conversation).ToList();
        Assert.True(pushes is [Message { DeletedAt: not null }, Conversation], string.Join("; ", pushes));
    }

    [Fact]
    public async Task Fifty_are_the_most()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 52);
        await Task.WhenAll(Enumerable.Range(1, 50).Select(seq => bob.Pin(conversation, seq)));
        await alice.Pin(conversation, 51).MustBeRefused("conflict");
        await alice.Pin(conversation, 7);
        await alice.Unpin(conversation, 7);
        await ReplicaAssert.KeepsInStep([alice, bob], () => alice.Pin(conversation, 51));
        await bob.Pin(conversation, 52).MustBeRefused("conflict");
        var pins = (await alice.Get(conversation)).PinnedSeqs;
        Assert.Equal((50, 51), (pins.Distinct().Count(), (int)pins[^1]));
    }
}
