namespace OrleansChat.Web.Tests.Conversations;

/// <summary>The list of conversations, unread counts, read cursors and mute.</summary>
[Collection(ChatCollection.Name)]
public sealed class InboxTests(ChatFixture chat)
{
    [Fact]
    public async Task Unread_counts_others_messages_after_the_read_cursor()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            for (var i = 1; i <= 5; i++)
                await alice.Send(conversation, $"message {i}");
        });
        Assert.Equal((0, 5, 5), View(await alice.Get(conversation)));
        Assert.Equal((5, 0, 0), View(await bob.Get(conversation)));

        await ReplicaAssert.KeepsInStep([alice, bob], () => bob.MarkRead(conversation, 2));
        Assert.Equal((3, 2, 2), View(await bob.Get(conversation)));
        await alice.Delete(conversation, 4);
        Assert.Equal((2, 2, 2), View(await bob.Get(conversation)));
        // Sending moves the sender's own cursors.
        await bob.Send(conversation, "answer");
        Assert.Equal((0, 6, 6), View(await bob.Get(conversation)));
        Assert.Equal((1, 5, 5), View(await alice.Get(conversation)));
    }

    [Fact]
    public async Task Cursors_only_move_forward_whatever_the_devices_say()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 10);
        var laptop = await bob.SignInAgain();
        await using var phone = await bob.Connect();

        await phone.MarkRead(conversation, 7);
        await laptop.MarkRead(conversation, 3);
        Assert.Equal((3, 7, 7), View(await bob.Get(conversation)));
        await laptop.MarkDelivered(conversation, 9);
        await phone.MarkDelivered(conversation, 8);
        Assert.Equal((3, 7, 9), View(await bob.Get(conversation)));
        await phone.MarkRead(conversation, 1_000);
        Assert.Equal((0, 10, 10), View(await bob.Get(conversation)));
        await phone.MarkRead(conversation, 0);
        Assert.Equal((0, 10, 10), View(await bob.Get(conversation)));

        await alice.SendMany(conversation, 50);
        await Task.WhenAll(Enumerable.Range(11, 50).Select(seq =>
            seq % 2 == 0 ? bob.MarkRead(conversation, seq) : phone.MarkRead(conversation, seq)));
        Assert.Equal((0, 60, 60), View(await laptop.Get(conversation)));
    }

    [Fact]
    public async Task Members_show_each_others_cursors()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 3);
        await bob.MarkDelivered(conversation, 3);
        await bob.MarkRead(conversation, 2);
        var members = (await alice.Members(conversation)).Items.ToDictionary(member => member.User.Id);
        Assert.Equal((3, 3), (members[alice.Id].DeliveredSeq, members[alice.Id].ReadSeq));
        Assert.Equal((3, 2), (members[bob.Id].DeliveredSeq, members[bob.Id].ReadSeq));
    }

    [Fact]
    public async Task System_messages_and_what_was_said_before_joining_are_not_unread()
    {
        var people = chat.People(3);
        var (owner, member, late) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("unread", member)).Id;
        Assert.Equal(0, (await member.Get(group)).UnreadCount);
        await owner.Send(group, "before");
        await owner.AddMembers(group, late);
        Assert.Equal(0, (await late.Get(group)).UnreadCount);
        await owner.Send(group, "after");
        Assert.Equal((1, 2), ((await late.Get(group)).UnreadCount, (await member.Get(group)).UnreadCount));
    }

    [Fact]
    public async Task Unread_is_counted_up_to_a_thousand()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 1_010);
        Assert.Equal(1_000, (await bob.Get(conversation)).UnreadCount);
        await bob.MarkRead(conversation, 20);
        Assert.Equal(990, (await bob.Get(conversation)).UnreadCount);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_pages_hold_each_conversation_once()
    {
        var alice = await chat.NewUser();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Insert(0, (await alice.CreateGroup($"group {i}")).Id);
        Assert.Equal(ids, (await alice.Inbox()).Items.Select(view => view.Id));
        await alice.Send(ids[3], "up");
        (ids[0], ids[1], ids[2], ids[3]) = (ids[3], ids[0], ids[1], ids[2]);
        Assert.Equal(ids, (await alice.Inbox()).Items.Select(view => view.Id));

        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await alice.Inbox(limit: 2, cursor);
            Assert.InRange(page.Items.Length, 1, 2);
            paged.AddRange(page.Items.Select(view => view.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal(ids, paged);
        await alice.Inbox(cursor: "nonsense").MustBeRefused("validation_failed");
        await alice.Inbox(limit: 0).MustBeRefused("validation_failed");
    }

    [Fact]
    public async Task A_conversation_that_was_only_opened_is_on_the_openers_list_alone()
    {
        var (alice, bob) = (await chat.NewUser(), await chat.NewUser());
        var opened = await alice.OpenDirect(bob);
        Assert.Equal((bob.Id, 2, 0, 0), (opened.Peer!.Id, opened.MemberCount, opened.LastSeq, opened.Version));
        Assert.Equal(opened.Id, (await alice.Inbox()).Items.Single().Id);
        Assert.Empty((await bob.Inbox()).Items);
        await bob.Get(opened.Id).MustBeRefused("not_found");

        await ReplicaAssert.KeepsInStep([alice, bob], () => alice.Send(opened.Id, "hello"));
        Assert.Equal(alice.Id, (await bob.Inbox()).Items.Single().Peer!.Id);
        Assert.Equal(opened.Id, (await bob.OpenDirect(alice)).Id);
    }

    [Fact]
    public async Task Mute_is_the_callers_own()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "hello");
        await using var phone = await bob.Connect();
        var push = phone.Conversations.Next(view => view.Muted);
        await ReplicaAssert.KeepsInStep([alice, bob], async () => Assert.True((await bob.Mute(conversation, true)).Muted));
        Assert.Equal(conversation, (await push).Id);
        Assert.False((await alice.Get(conversation)).Muted);
        Assert.False((await bob.Mute(conversation, false)).Muted);
    }

    private static (int Unread, long Read, long Delivered) View(OrleansChat.Conversations.Conversation view) =>
        (view.UnreadCount, view.ReadSeq, view.DeliveredSeq);
}
