using OrleansChat.Conversations;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>What Sync answers, over REST and the hub.</summary>
[Collection(ChatCollection.Name)]
public sealed class SyncTests(ChatFixture chat)
{
    [Fact]
    public async Task A_conversation_without_a_cursor_comes_with_its_newest_50_messages()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var group = (await alice.CreateGroup("many", bob)).Id;
        await bob.SendMany(group, 60);
        await alice.CreateGroup("few");

        var answer = await alice.Sync(new Dictionary<string, long>());
        Assert.Equal(2, answer.Conversations.Length);
        Assert.All(answer.Changes, changes => Assert.True(changes is { Reset: true, More: false }));
        var many = answer.Changes.Single(changes => changes.ConversationId == group);
        Assert.Equal(Enumerable.Range(12, 50), many.Messages.Select(message => (int)message.Seq));
        Assert.Equal(61, many.Version);
        await using var laptop = await alice.Connect();
        var overHub = await laptop.Sync(new Dictionary<string, long>());
        Assert.Equal(answer.Changes.Select(changes => changes.Messages.Length), overHub.Changes.Select(changes => changes.Messages.Length));
    }

    [Fact]
    public async Task Who_knows_everything_gets_no_changes()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var group = (await alice.CreateGroup("quiet", bob)).Id;
        var answer = await alice.Sync(new Dictionary<string, long> { [group] = 1 });
        Assert.Empty(answer.Changes);
        Assert.Empty(answer.Removed);
        Assert.Equal(group, answer.Conversations.Single().Id);
        Assert.InRange(answer.ServerTime, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task Each_changed_message_comes_once_in_its_present_state()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 5);
        await alice.Edit(conversation, 2, "edited");
        await alice.Edit(conversation, 2, "edited again");
        await alice.Delete(conversation, 4);
        await bob.Send(conversation, "new");

        var changes = await ChangesOf(bob, conversation, known: 3);
        Assert.Equal([(5, 5), (2, 7), (4, 8), (6, 9)], changes.Messages.Select(message => ((int)message.Seq, (int)message.Version)));
        Assert.Equal("edited again", changes.Messages[1].Content);
        Assert.Equal((9, false, false), (changes.Version, changes.Reset, changes.More));
    }

    [Fact]
    public async Task At_most_500_messages_of_a_conversation_come_at_a_time()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 2_001);

        var replica = new Replica();
        replica.Apply(new SyncAnswer([], [new(conversation, [], 1, Reset: false, More: false)], [], [], "", default));
        var sizes = new List<int>();
        bool more;
        do
        {
            var changes = await ChangesOf(bob, conversation, replica.Cursors[conversation]);
            Assert.False(changes.Reset);
            sizes.Add(changes.Messages.Length);
            Assert.Equal(changes.More ? changes.Messages[^1].Version : 2_001, changes.Version);
            replica.Apply(new SyncAnswer([], [changes], [], [], "", default));
            more = changes.More;
        }
        while (more);
        Assert.Equal([500, 500, 500, 500], sizes);
        Assert.Equal(Enumerable.Range(2, 2_000), replica.Timeline(conversation).Select(message => (int)message.Seq));

        // One more version, and the beginning is too far behind.
        await alice.Send(conversation, "too far");
        var reset = await ChangesOf(bob, conversation, known: 1);
        Assert.Equal((true, false, 2_002, 50), (reset.Reset, reset.More, (int)reset.Version, reset.Messages.Length));
        Assert.False((await ChangesOf(bob, conversation, known: 2)).Reset);
    }

    [Fact]
    public async Task At_most_2000_messages_come_in_all_and_nothing_is_left_out()
    {
        var (alice, bob) = (chat.Somebody, await chat.NewUser());
        var groups = new List<string>();
        for (var i = 0; i < 5; i++)
            groups.Add((await alice.CreateGroup($"busy {i}", bob)).Id);
        var replica = await Replica.ReadFresh(bob);
        foreach (var group in groups)
            await alice.SendMany(group, 450);

        var first = await bob.Sync(replica.Cursors);
        Assert.InRange(first.Changes.Sum(changes => changes.Messages.Length), 1_800, 2_000);
        Assert.Equal(5, first.Changes.Length);
        Assert.Contains(first.Changes, changes => changes.More);
        Assert.True(replica.Apply(first));
        await ReplicaAssert.CatchUp(replica, bob.Sync);
        await ReplicaAssert.IsTrue(replica, bob);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(-5)]
    public async Task A_cursor_that_cannot_be_is_reset(long known)
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 3);
        var changes = await ChangesOf(bob, conversation, known);
        Assert.Equal((true, 3, 3), (changes.Reset, changes.Messages.Length, (int)changes.Version));
    }

    [Fact]
    public async Task Conversations_that_the_caller_is_not_in_are_removed()
    {
        var people = chat.People(3);
        var (owner, member, stranger) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("private", member)).Id;
        await member.Leave(group);
        foreach (var outsider in new[] { member, stranger })
        {
            var answer = await outsider.Sync(new Dictionary<string, long> { [group] = 1, ["nonsense"] = 7 });
            Assert.Equal([group, "nonsense"], answer.Removed.Order());
            Assert.DoesNotContain(answer.Changes, changes => changes.ConversationId == group);
            Assert.DoesNotContain(answer.Conversations, view => view.Id == group);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"cursors":null}""")]
    [InlineData("""{"cursors":[]}""")]
    [InlineData("""{"cursors":{"a":"1"}}""")]
    [InlineData("""{"cursors":{"a":1.5}}""")]
    [InlineData("""{"cursors":{"a":null}}""")]
    [InlineData("""{"cursors":{"a":99999999999999999999}}""")]
    public async Task Wrong_cursors_are_refused(string body)
    {
        var alice = chat.Somebody;
        var answer = await alice.Request(HttpMethod.Post, "sync", body);
        Assert.Equal("validation_failed", Refusal.Read(answer, await answer.Content.ReadAsStringAsync()).Code);
        await using var laptop = await alice.Connect();
        await laptop.Invoke("Sync", JsonElement.Parse(body)).MustBeRefused("validation_failed");
    }

    private static async Task<ConversationChanges> ChangesOf(ChatUser user, string conversationId, long known) =>
        (await user.Sync(new Dictionary<string, long> { [conversationId] = known })).Changes
            .Single(changes => changes.ConversationId == conversationId);
}
