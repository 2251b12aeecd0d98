using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Contacts;

public sealed class ContactGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Requests_that_cross_make_a_contact_however_they_race()
    {
        for (var round = 0; round < 20; round++)
        {
            var (ann, bob) = await Two();
            var asked = await Task.WhenAll(Relation(ann, bob).Ask(ann), Relation(ann, bob).Ask(bob));
            Assert.All(asked, outcome => Assert.True(outcome.Required.IsNew));
            Assert.Equal(ContactStatus.Accepted, (await OnlyContact(ann)).Status);
            Assert.Equal(ContactStatus.Accepted, (await OnlyContact(bob)).Status);
        }
    }

    [Fact]
    public async Task Somebody_unknown_is_not_found()
    {
        var ann = await cluster.NewUser();
        var relation = Relation(ann, Ids.NewUser());
        Assert.Equal(ErrorCode.NotFound, (await relation.Ask(ann)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await relation.Block(ann)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await relation.Accept(ann)).Error?.Code);
        Assert.Null((await relation.Remove(ann)).Error);
        Assert.Null((await relation.Unblock(ann)).Error);
    }

    [Fact]
    public async Task Each_is_pushed_the_own_half_and_nobody_learns_of_a_block()
    {
        var (ann, bob) = await Two();
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await cluster.Grains.GetGrain<IUserGrain>(bob).Connect(frontEnd.FrontEnd, []);

        await Relation(ann, bob).Ask(ann);
        var request = await NextContact(frontEnd);
        Assert.Equal((ann, ContactStatus.PendingIncoming), (request.User.Id, request.Status));
        await Relation(ann, bob).Block(ann);
        Assert.Equal(ContactStatus.Removed, (await NextContact(frontEnd)).Status);
        // Nothing of bob's half that he sees changes by these; the next that he is told is the end.
        await Relation(ann, bob).Unblock(ann);
        await Relation(ann, bob).Block(ann);
        await Relation(ann, bob).Unblock(ann);
        await Relation(ann, bob).Ask(bob);
        Assert.Equal(ContactStatus.PendingOutgoing, (await NextContact(frontEnd)).Status);
        GC.KeepAlive(frontEnd);
    }

    [Fact]
    public async Task When_a_block_has_answered_nothing_passes_that_is_under_way()
    {
        var (ann, bob) = await Two();
        var conversation = cluster.Grains.GetGrain<IDirectConversationGrain>(Ids.Direct(ann, bob));
        await conversation.Send(bob, new NewMessage(Guid.NewGuid(), "first", null));
        var sends = Enumerable.Range(0, 200).Select(i => conversation.Send(bob, new NewMessage(Guid.NewGuid(), $"{i}", null))).ToArray();
        await Relation(ann, bob).Block(ann);
        var stored = await Messages(ann, bob);

        var outcomes = await Task.WhenAll(sends);
        Assert.Equal(stored, 1 + outcomes.Count(outcome => outcome.Error is null));
        Assert.Equal(stored, await Messages(ann, bob));
        Assert.All(outcomes.Where(outcome => outcome.Error is not null), outcome => Assert.Equal(ErrorCode.Forbidden, outcome.Error!.Code));
        Assert.Equal(ErrorCode.Forbidden, (await conversation.Send(bob, new NewMessage(Guid.NewGuid(), "late", null))).Error?.Code);

        await cluster.Restart();
        conversation = cluster.Grains.GetGrain<IDirectConversationGrain>(Ids.Direct(ann, bob));
        Assert.Equal(ErrorCode.Forbidden, (await conversation.Send(bob, new NewMessage(Guid.NewGuid(), "later", null))).Error?.Code);
        await Relation(ann, bob).Unblock(ann);
        Assert.Null((await conversation.Send(bob, new NewMessage(Guid.NewGuid(), "again", null))).Error);
    }

    [Fact]
    public async Task Suggestions_are_friends_of_friends_by_mutual_contacts_without_those_already_related()
    {
        var people = new List<string>();
        for (var i = 0; i < 9; i++)
            people.Add(await cluster.NewUser());
        var (me, friend1, friend2, friend3, two, three, asked, blocker, erased) =
            (people[0], people[1], people[2], people[3], people[4], people[5], people[6], people[7], people[8]);
        foreach (var friend in new[] { friend1, friend2, friend3 })
        {
            await Befriend(me, friend);
            await Befriend(friend, three);
            await Befriend(friend, asked);
            await Befriend(friend, blocker);
            await Befriend(friend, erased);
        }
        await Befriend(friend1, friend2);
        await Befriend(friend1, two);
        await Befriend(friend3, two);
        await Relation(me, asked).Ask(me);
        await Relation(me, blocker).Block(blocker);
        await cluster.Database.Execute($"UPDATE users SET username = '', display_name = '' WHERE user_id = '{erased}'");

        (string, int)[] expected = [(three, 3), (two, 2)];
        var reader = cluster.Grains.GetGrain<IContactReaderGrain>("reader");
        Assert.Equal(expected, (await reader.Suggest(me, 50, null)).Required.Items.Select(item => (item.User.Id, item.MutualCount)));

        var found = new List<(string, int)>();
        for (string? cursor = null; ;)
        {
            var page = (await reader.Suggest(me, 1, cursor)).Required;
            found.AddRange(page.Items.Select(item => (item.User.Id, item.MutualCount)));
            if ((cursor = page.NextCursor) is null)
                break;
        }
        Assert.Equal(expected, found);
        Assert.Equal("cursor", (await reader.Suggest(me, 1, "x")).Error?.Field);
    }

    [Fact]
    public async Task A_group_takes_nobody_across_a_block()
    {
        var (ann, bob) = await Two();
        var carol = await cluster.NewUser();
        await Relation(ann, bob).Block(bob);
        var group = cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup());
        var refused = await group.Create(ann, "all", [carol, bob]);
        Assert.Equal(ErrorCode.Forbidden, refused.Error?.Code);
        Assert.Contains(bob, refused.Error!.Detail);
        Assert.Null((await group.Create(ann, "all", [carol])).Error);
        Assert.Equal(ErrorCode.Forbidden, (await group.AddMembers(ann, [bob])).Error?.Code);
        await Relation(ann, bob).Unblock(bob);
        Assert.Null((await group.AddMembers(ann, [bob])).Error);
    }

    private async Task<(string Ann, string Bob)> Two() => (await cluster.NewUser(), await cluster.NewUser());

    private async Task Befriend(string one, string other)
    {
        await Relation(one, other).Ask(one);
        await Relation(one, other).Accept(other);
    }

    private async Task<Contact> OnlyContact(string userId) =>
        Assert.Single((await cluster.Grains.GetGrain<IContactReaderGrain>("reader").List(userId, 50, null)).Required.Items);

    private static async Task<Contact> NextContact(FakeFrontEnd frontEnd)
    {
        while (true)
        {
            if ((await frontEnd.NextUserPush()).Event is ContactChanged changed)
                return changed.Contact;
        }
    }

    private Task<long> Messages(string one, string other) => cluster.Database.Read<long>(
        $"SELECT count(*) FROM messages WHERE conversation_id = '{Ids.Direct(one, other)}'");

    private IContactGrain Relation(string one, string other) => cluster.Grains.GetGrain<IContactGrain>(Ids.Relation(one, other));
}
