using OrleansChat.Conversations;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Reacting to messages, over REST and the hub.</summary>
[Collection(ChatCollection.Name)]
public sealed class ReactionTests(ChatFixture chat)
{
    private static readonly string[] Kinds =
        ["👍", "👎", "❤️", "😀", "😂", "🎉", "🔥", "👏", "🙏", "🚀", "👀", "💯", "✅", "❌", "⭐", "🌈", "🍕", "🐱", "🇩🇪", "1️⃣"];

    [Fact]
    public async Task A_reaction_gives_the_message_the_next_version_and_reaches_everybody()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 2);
        await using var laptop = await alice.Connect();
        await using var phone = await bob.Connect();
        var pushes = new[] { laptop.NextMessage(message => message.Version == 4), phone.NextMessage(message => message.Version == 4) };

        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            var first = await bob.React(conversation, 1, "👍");
            Assert.Equal((1, 3), (first.Seq, first.Version));
            var second = await laptop.React(conversation, 1, "👍");
            Assert.Equal(4, second.Version);
        });
        foreach (var push in pushes)
        {
            var reaction = Assert.Single((await push).Reactions);
            Assert.Equal(("👍", 2), (reaction.Emoji, reaction.Count));
            Assert.Equal<string>([bob.Id, alice.Id], reaction.UserIds);
        }
        Assert.Equal([3L, 4], phone.Messages.Received.Select(message => message.Version));
    }

    [Fact]
    public async Task Reacting_twice_and_taking_back_twice_change_nothing()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "hello");
        await using var phone = await bob.Connect();
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            Assert.Equal(2, (await bob.React(conversation, 1, "❤")).Version);
            Assert.Equal(2, (await phone.React(conversation, 1, "❤️")).Version);
        });
        Assert.Equal("❤️", (await alice.History(conversation)).Items.Single().Reactions.Single().Emoji);
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            Assert.Empty((await phone.React(conversation, 1, "❤", on: false)).Reactions);
            Assert.Equal(3, (await bob.TakeBack(conversation, 1, "❤️")).Version);
            Assert.Equal(3, (await alice.TakeBack(conversation, 1, "👍")).Version);
        });
    }

    [Fact]
    public async Task Kinds_and_people_are_in_the_order_of_their_first_reaction()
    {
        var people = chat.People(3);
        var (alice, bob, carol) = (people[0], people[1], people[2]);
        var group = (await alice.CreateGroup("order", bob, carol)).Id;
        var seq = (await alice.Send(group, "vote")).Seq;
        await ReplicaAssert.KeepsInStep(people, async () =>
        {
            await carol.React(group, seq, "👍");
            await bob.React(group, seq, "👎");
            await alice.React(group, seq, "👍");
            Assert.Equal("👍 👎", Order((await bob.React(group, seq, "👍")).Reactions));
        });
        Assert.Equal<string>([carol.Id, alice.Id, bob.Id], (await bob.History(group, around: seq, limit: 1)).Items.Single().Reactions[0].UserIds);
        // The first thumb up that is left is younger than the thumb down.
        await ReplicaAssert.KeepsInStep(people, async () => Assert.Equal("👎 👍", Order((await carol.TakeBack(group, seq, "👍")).Reactions)));
        await ReplicaAssert.KeepsInStep(people, async () => Assert.Equal("👍", Order((await bob.TakeBack(group, seq, "👎")).Reactions)));

        static string Order(IEnumerable<Reaction> reactions) => string.Join(' ', reactions.Select(reaction => reaction.Emoji));
    }

    [Fact]
    public async Task Twenty_kinds_are_the_most_and_each_of_them_goes_on()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "popular");
        await using var phone = await bob.Connect();
        foreach (var kind in Kinds)
            await alice.React(conversation, 1, kind);
        await bob.React(conversation, 1, "🥳").MustBeRefused("conflict");
        await phone.React(conversation, 1, "🥳").MustBeRefused("conflict");
        await ReplicaAssert.KeepsInStep([alice, bob], () => bob.React(conversation, 1, Kinds[7]));
        await alice.TakeBack(conversation, 1, Kinds[0]);
        var reactions = (await phone.React(conversation, 1, "🥳")).Reactions;
        Assert.Equal([.. Kinds[1..], "🥳"], reactions.Select(reaction => reaction.Emoji));
    }

    [Fact]
    public async Task Many_react_at_once_and_everyone_counts()
    {
        var people = chat.People(6);
        var group = (await people[0].CreateGroup("busy", people[1..])).Id;
        var seq = (await people[0].Send(group, "all of you")).Seq;
        await ReplicaAssert.KeepsInStep(people, async () =>
        {
            var reacted = await Task.WhenAll(people.SelectMany(person => Kinds.Select(kind => person.React(group, seq, kind))));
            Assert.Equal(Enumerable.Range((int)seq + 1, 120), reacted.Select(message => (int)message.Version).Order());
        });
        var reactions = (await people[3].History(group, around: seq, limit: 1)).Items.Single().Reactions;
        Assert.Equal(Kinds.Order(StringComparer.Ordinal), reactions.Select(reaction => reaction.Emoji).Order(StringComparer.Ordinal));
        Assert.All(reactions, reaction => Assert.Equal((6, 6), (reaction.Count, reaction.UserIds.Distinct().Count())));
    }

    [Fact]
    public async Task Deleted_and_system_messages_take_no_reaction_and_a_deletion_takes_them_along()
    {
        var people = chat.People(2);
        var (alice, bob) = (people[0], people[1]);
        var group = (await alice.CreateGroup("refusing", bob)).Id;
        var seq = (await alice.Send(group, "short-lived")).Seq;
        await bob.React(group, seq, "👀");
        await ReplicaAssert.KeepsInStep(people, () => alice.Delete(group, seq));
        Assert.Empty((await bob.History(group, around: seq, limit: 1)).Items.Single().Reactions);

        await using var phone = await bob.Connect();
        await bob.React(group, seq, "👍").MustBeRefused("gone");
        await bob.TakeBack(group, seq, "👀").MustBeRefused("gone");
        await phone.React(group, seq, "👍").MustBeRefused("gone");
        await bob.React(group, 1, "👍").MustBeRefused("forbidden");
        await phone.React(group, 1, "👍").MustBeRefused("forbidden");
        await bob.React(group, 99, "👍").MustBeRefused("not_found");
        await phone.React(group, 99, "👍").MustBeRefused("not_found");
    }

    [Fact]
    public async Task Only_members_react()
    {
        var people = chat.People(3);
        var (alice, bob, former) = (people[0], people[1], people[2]);
        var group = (await alice.CreateGroup("closed", former)).Id;
        var seq = (await alice.Send(group, "inside")).Seq;
        await former.React(group, seq, "👍");
        await former.Leave(group);
        await using var phone = await bob.Connect();
        await bob.React(group, seq, "👍").MustBeRefused("not_found");
        await phone.React(group, seq, "👍").MustBeRefused("not_found");
        await former.React(group, seq, "👎").MustBeRefused("not_found");
        await former.TakeBack(group, seq, "👍").MustBeRefused("not_found");
        Assert.Equal("👍", (await alice.History(group, around: seq, limit: 1)).Items.Single().Reactions.Single().Emoji);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("👍👍")]
    [InlineData("漢")]
    [InlineData("👍 ")]
    public async Task What_is_not_one_emoji_is_refused(string reaction)
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "hello");
        await using var phone = await bob.Connect();
        await bob.React(conversation, 1, reaction).MustBeRefused("validation_failed");
        await bob.TakeBack(conversation, 1, reaction).MustBeRefused("validation_failed");
        await phone.React(conversation, 1, reaction).MustBeRefused("validation_failed");
        Assert.Equal(1, (await alice.Get(conversation)).Version);
    }

    [Fact]
    public async Task An_edit_keeps_the_reactions()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "hello");
        await bob.React(conversation, 1, "#️⃣");
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
            Assert.Equal("#️⃣", (await alice.Edit(conversation, 1, "hello again")).Reactions.Single().Emoji));
    }
}
