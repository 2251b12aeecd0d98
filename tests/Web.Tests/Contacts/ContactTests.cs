using OrleansChat.Contacts;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Contacts;

/// <summary>Two people ask, accept, decline, remove and block each other, and watch it live.</summary>
[Collection(ChatCollection.Name)]
public sealed class ContactTests(ChatFixture chat)
{
    [Fact]
    public async Task A_request_that_is_accepted_makes_both_contacts()
    {
        var (ann, bob) = await Two();
        await using var phone = await bob.Connect();
        await using var laptop = await ann.Connect();
        var asked = phone.Contacts.Next();
        await ReplicaAssert.KeepsInStep([ann, bob], async () => Assert.Equal(ContactStatus.PendingOutgoing, (await ann.Ask(bob)).Status));
        Assert.Equal((ann.Id, ann.Username, ContactStatus.PendingIncoming), Told(await asked));
        Assert.Equal([(ann.Id, ann.Username, ContactStatus.PendingIncoming)], (await bob.Contacts()).Items.Select(Told));

        var accepted = laptop.Contacts.Next(contact => contact.Status == ContactStatus.Accepted);
        await ReplicaAssert.KeepsInStep([ann, bob], () => bob.Accept(ann));
        Assert.Equal(bob.Id, (await accepted).User.Id);
        Assert.Equal(ContactStatus.Accepted, (await OnlyContact(ann)).Status);
        Assert.Equal(ContactStatus.Accepted, (await OnlyContact(bob)).Status);
    }

    [Fact]
    public async Task Asking_and_accepting_again_change_nothing()
    {
        var (ann, bob) = await Two();
        using var first = await ann.Request(HttpMethod.Post, "contacts", $$"""{"userId":"{{bob.Id}}"}""");
        using var second = await ann.Request(HttpMethod.Post, "contacts", $$"""{"userId":"{{bob.Id}}"}""");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());

        var accepted = await bob.Accept(ann);
        Assert.Equal(accepted.CreatedAt, (await bob.Accept(ann)).CreatedAt);
        Assert.Equal(ContactStatus.Accepted, (await bob.Ask(ann)).Status);
    }

    [Fact]
    public async Task Who_asks_back_accepts()
    {
        var (ann, bob) = await Two();
        await ann.Ask(bob);
        await ReplicaAssert.KeepsInStep([ann, bob], async () => Assert.Equal(ContactStatus.Accepted, (await bob.Ask(ann)).Status));
        Assert.Equal(ContactStatus.Accepted, (await OnlyContact(ann)).Status);
    }

    [Fact]
    public async Task A_declined_request_and_a_removed_contact_are_gone_for_both()
    {
        var (ann, bob) = await Two();
        await using var laptop = await ann.Connect();
        await ann.Ask(bob);
        var declined = laptop.Contacts.Next(contact => contact.Status == ContactStatus.Removed);
        await ReplicaAssert.KeepsInStep([ann, bob], () => bob.Decline(ann));
        await declined;
        await bob.Decline(ann).MustBeRefused("not_found");
        await bob.Accept(ann).MustBeRefused("not_found");

        await ann.Befriend(bob);
        var removed = laptop.Contacts.Next(contact => contact.Status == ContactStatus.Removed);
        await ReplicaAssert.KeepsInStep([ann, bob], () => bob.RemoveContact(ann));
        await removed;
        await ann.RemoveContact(bob);
        Assert.Empty((await ann.Contacts()).Items);
        Assert.Empty((await bob.Contacts()).Items);
    }

    [Fact]
    public async Task A_block_ends_the_contact_and_stays_the_blockers_secret()
    {
        var (ann, bob) = await Two();
        await ann.Befriend(bob);
        await ReplicaAssert.KeepsInStep([ann, bob], () => ann.Block(bob));
        await ReplicaAssert.KeepsInStep([ann, bob], () => ann.Block(bob));
        Assert.Equal(ContactStatus.Blocked, (await OnlyContact(ann)).Status);
        Assert.Empty((await bob.Contacts()).Items);

        await bob.Ask(ann).MustBeRefused("forbidden");
        await ann.Ask(bob).MustBeRefused("conflict");
        await bob.RemoveContact(ann);
        await bob.Unblock(ann);
        Assert.Equal(ContactStatus.Blocked, (await OnlyContact(ann)).Status);
        Assert.Contains((await bob.FindPeople(ann.Username)).Items, user => user.Id == ann.Id);

        await ReplicaAssert.KeepsInStep([ann, bob], () => ann.Unblock(bob));
        await ann.Unblock(bob);
        Assert.Equal(ContactStatus.PendingOutgoing, (await bob.Ask(ann)).Status);
    }

    [Fact]
    public async Task Across_a_block_nothing_is_written_either_way_and_all_can_be_read()
    {
        var (ann, bob, conversation) = await chat.DirectChat();
        var first = await bob.Send(conversation, "before");
        var second = await ann.Send(conversation, "before, too");
        await using var laptop = await ann.Connect();
        await using var phone = await bob.Connect();
        await ann.Block(bob);

        await bob.Send(conversation, "no").MustBeRefused("forbidden");
        await phone.Send(conversation, "no").MustBeRefused("forbidden");
        await bob.Edit(conversation, first.Seq, "no").MustBeRefused("forbidden");
        await bob.OpenDirect(ann).MustBeRefused("forbidden");
        await ann.Send(conversation, "no").MustBeRefused("forbidden");
        await ann.OpenDirect(bob).MustBeRefused("forbidden");
        await bob.CreateGroup("no", ann).MustBeRefused("forbidden");
        Assert.Equal(["before", "before, too"], (await bob.History(conversation)).Items.Select(message => message.Content));

        await phone.SetTyping(conversation, true);
        var marked = phone.Receipts.Next(receipt => receipt.ReadSeq == second.Seq);
        await phone.MarkRead(conversation, second.Seq);
        await marked; // the own devices learn of it
        // What the blocked one may do arrives; what came before it would have arrived before it.
        var deleted = laptop.NextMessage(message => message.DeletedAt is not null);
        await bob.Delete(conversation, first.Seq);
        await deleted;
        Assert.Empty(laptop.Typings.Received);
        Assert.DoesNotContain(laptop.Receipts.Received, receipt => receipt.UserId == bob.Id);

        await ann.Unblock(bob);
        await bob.Send(conversation, "yes");
        await ann.Block(bob);
        await bob.Block(ann);
        await ann.Unblock(bob);
        await ann.Send(conversation, "no").MustBeRefused("forbidden");
        await bob.Unblock(ann);
        await ann.Send(conversation, "yes");
    }

    [Fact]
    public async Task The_list_pages_through_everybody_once_newest_first()
    {
        var ann = await chat.NewUser();
        var others = await ChatUser.RegisterMany(chat.Http, 3);
        foreach (var other in others)
            await ann.Ask(other);
        await ann.Block(others[0]);
        await ann.RemoveContact(others[1]);

        var found = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await ann.Contacts(limit: 1, cursor);
            found.AddRange(page.Items.Select(contact => contact.User.Id));
            if ((cursor = page.NextCursor) is null)
                break;
        }
        Assert.Equal([others[0].Id, others[2].Id], found);
        await ann.Contacts(limit: 0).MustBeRefused("validation_failed");
        await ann.Contacts(cursor: "x").MustBeRefused("validation_failed");
        await ann.Suggestions(cursor: "x").MustBeRefused("validation_failed");
    }

    [Fact]
    public async Task Friends_of_friends_are_suggested()
    {
        var (ann, bob) = await Two();
        var carol = await chat.NewUser();
        await ann.Befriend(bob);
        await bob.Befriend(carol);
        var suggestion = Assert.Single((await ann.Suggestions()).Items);
        Assert.Equal((carol.Id, 1, null), (suggestion.User.Id, suggestion.MutualCount, suggestion.User.Online));
        await ann.Ask(carol);
        Assert.Empty((await ann.Suggestions()).Items);
    }

    [Fact]
    public async Task Oneself_and_nobody_are_refused()
    {
        var ann = chat.Somebody;
        await ann.Ask(ann).MustBeRefused("validation_failed");
        await ann.Block(ann).MustBeRefused("validation_failed");
        await ann.Call(HttpMethod.Post, "contacts", new { }).MustBeRefused("validation_failed");
        await ann.Call(HttpMethod.Post, "contacts", new { userId = 5 }).MustBeRefused("validation_failed");
        foreach (var id in new[] { "u.00000000000000000000000000", "u.x", "g.00000000000000000000000000" })
        {
            await ann.Call(HttpMethod.Post, "contacts", new { userId = id }).MustBeRefused("not_found");
            await ann.Call(HttpMethod.Post, $"contacts/{id}/accept").MustBeRefused("not_found");
            await ann.Call(HttpMethod.Post, $"contacts/{id}/decline").MustBeRefused("not_found");
            await ann.Call(HttpMethod.Put, $"contacts/{id}/block").MustBeRefused("not_found");
        }
    }

    private static (string Id, string Username, ContactStatus Status) Told(Contact contact) =>
        (contact.User.Id, contact.User.Username, contact.Status);

    private static async Task<Contact> OnlyContact(ChatUser user) => Assert.Single((await user.Contacts()).Items);

    private async Task<(ChatUser Ann, ChatUser Bob)> Two() => (await chat.NewUser(), await chat.NewUser());
}
