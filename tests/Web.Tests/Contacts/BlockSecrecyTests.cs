using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Contacts;

/// <summary>Whoever is blocked is not told: not by what changes, and not by what does not.</summary>
[Collection(ChatCollection.Name)]
public sealed class BlockSecrecyTests(ChatFixture chat)
{
    [Fact]
    public async Task Sync_tells_a_stranger_neither_of_the_block_nor_when_the_blocker_comes_and_goes()
    {
        var (alice, bob) = (await chat.NewUser(), await chat.NewUser());
        var replica = await ReplicaAssert.Synced(bob);
        await alice.Block(bob);
        await Seen(alice);
        await alice.Call(HttpMethod.Patch, "users/me", new { displayName = "another name" });
        Assert.Empty((await bob.Sync(replica)).Contacts);
    }

    [Fact]
    public async Task A_former_contact_is_no_news_when_it_comes_and_goes()
    {
        var (alice, bob) = (await chat.NewUser(), await chat.NewUser());
        await alice.Befriend(bob);
        await alice.Block(bob);
        var replica = await ReplicaAssert.Synced(bob);
        await ReplicaAssert.Settle(replica, bob);
        await Seen(alice);
        Assert.Empty((await bob.Sync(replica)).Contacts);
    }

    [Fact]
    public async Task A_direct_conversation_is_no_news_when_the_blocker_comes_and_goes()
    {
        var (alice, bob) = (await chat.NewUser(), await chat.NewUser());
        var direct = (await alice.OpenDirect(bob)).Id;
        await alice.Send(direct, "hello");
        await alice.Block(bob);
        var replica = await ReplicaAssert.Synced(bob);
        await ReplicaAssert.Settle(replica, bob);

        await Seen(alice);
        Assert.Empty((await bob.Sync(replica)).Conversations);
        await alice.Unblock(bob);
        await Seen(alice);
        Assert.Equal([direct], (await bob.Sync(replica)).Conversations.Select(view => view.Id));
    }

    [Fact]
    public async Task A_message_that_was_sent_before_is_answered_as_ever()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        var id = Guid.NewGuid();
        var first = await bob.Send(direct, "before", id);
        await alice.Block(bob);
        Assert.Equal(first with { Duplicate = true }, await bob.Send(direct, "before", id));
        await bob.Send(direct, "after").MustBeRefused("forbidden");
        await alice.Unblock(bob);
    }

    [Fact]
    public async Task Nobody_learns_what_the_other_has_read_and_both_are_members_as_ever()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        Assert.Equal(2, (await alice.Members(direct)).Items.Length);
        await bob.Send(direct, "hello");
        await alice.MarkRead(direct, 1);
        Assert.Equal(1, await ReadByAlice());
        await alice.Block(bob);
        Assert.Equal(0, await ReadByAlice());
        await alice.Unblock(bob);
        Assert.Equal(1, await ReadByAlice());

        async Task<long> ReadByAlice() => (await bob.Members(direct)).Items.Single(member => member.User.Id == alice.Id).ReadSeq;
    }

    /// <summary>As when somebody has gone: written by the presence shard.</summary>
    private Task Seen(ChatUser user) => chat.Database.Execute($"""
        INSERT INTO user_presence (user_id, last_seen_at) VALUES ('{user.Id}', now())
        ON CONFLICT (user_id) DO UPDATE SET last_seen_at = excluded.last_seen_at
        """);
}
