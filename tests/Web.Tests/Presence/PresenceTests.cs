using OrleansChat.Users;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Presence;

/// <summary>Who sees whom come and go.</summary>
[Collection(ChatCollection.Name)]
public sealed class PresenceTests(ChatFixture chat)
{
    [Fact]
    public async Task Contacts_see_each_other_come_and_go()
    {
        var (ann, bob) = (await chat.NewUser(), await chat.NewUser());
        await ann.Befriend(bob);
        await using var laptop = await ann.Connect();
        var online = laptop.Presences.Next(presence => presence.UserId == bob.Id);
        var phone = await bob.Connect();
        var annOnline = phone.Presences.Any(presence => presence.UserId == ann.Id);
        Assert.True((await online).Online);
        Assert.True((await annOnline).Online);
        Assert.True((await ann.Profile(bob)).Online);

        // Reloading a page is no going: within the grace nobody is told.
        await phone.DisposeAsync();
        phone = await bob.Connect();
        var offline = laptop.Presences.Next(presence => presence.UserId == bob.Id);
        await phone.DisposeAsync();
        var gone = await offline;
        Assert.False(gone.Online);
        Assert.NotNull(gone.LastSeenAt);
        var profile = await ann.Profile(bob);
        Assert.Equal((false, gone.LastSeenAt!.Value.ToUnixTimeMilliseconds()), (profile.Online, profile.LastSeenAt!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal(2, laptop.Presences.Received.Count(presence => presence.UserId == bob.Id));
    }

    public static TheoryData<string, bool> Relations => new()
    {
        { "strangers", false },
        { "asked", false },
        { "contacts", true },
        { "contacts no more", false },
        { "direct peers", true },
        { "opened only", false },
        { "group members", false },
        { "contacts, blocked by the viewer", false },
        { "contacts, blocked by the other", false },
        { "direct peers, blocked by the viewer", false },
        { "direct peers, blocked by the other", false },
        { "direct peers, unblocked again", true },
    };

    [Theory]
    [MemberData(nameof(Relations))]
    public async Task Only_contacts_and_direct_peers_see_presence(string relation, bool sees)
    {
        var (viewer, other) = (await chat.NewUser(), await chat.NewUser());
        await using var laptop = await viewer.Connect();
        await Relate(relation, viewer, other);
        await using var phone = await other.Connect();

        // Everything that shows the other to the viewer agrees.
        foreach (var user in await Views(viewer, other))
            Assert.Equal(sees, user.Online is not null);
        if (sees)
        {
            await laptop.Presences.Any(presence => presence.UserId == other.Id && presence.Online);
            Assert.All(await Views(viewer, other), user => Assert.True(user.Online));
            return;
        }
        // Somebody whom the viewer may see comes after the other: by then the other would have been told.
        var friend = await chat.NewUser();
        await viewer.Befriend(friend);
        var friendOnline = laptop.Presences.Next(presence => presence.UserId == friend.Id && presence.Online);
        await using var tablet = await friend.Connect();
        await friendOnline;
        Assert.DoesNotContain(laptop.Presences.Received, presence => presence.UserId == other.Id);
    }

    [Fact]
    public async Task Who_loses_sight_of_somebody_sees_them_go()
    {
        var (ann, bob) = (await chat.NewUser(), await chat.NewUser());
        await ann.Befriend(bob);
        await using var laptop = await ann.Connect();
        await using var phone = await bob.Connect();
        await laptop.Presences.Any(presence => presence.UserId == bob.Id && presence.Online);
        var offline = laptop.Presences.Next(presence => presence.UserId == bob.Id && !presence.Online);
        await bob.Block(ann);
        Assert.Null((await offline).LastSeenAt);
        Assert.Null((await ann.Profile(bob)).Online);
        var again = laptop.Presences.Next(presence => presence.UserId == bob.Id && presence.Online);
        await bob.Unblock(ann);
        await ann.Befriend(bob);
        await again;
    }

    [Fact]
    public async Task Nobody_sees_an_own_presence()
    {
        var ann = await chat.NewUser();
        await using var laptop = await ann.Connect();
        Assert.Null((await ann.Profile(ann)).Online);
        Assert.Null((await ann.Call<User>(HttpMethod.Get, "users/me")).Online);
    }

    private static async Task Relate(string relation, ChatUser viewer, ChatUser other)
    {
        switch (relation.Split(',')[0])
        {
            case "asked":
                await other.Ask(viewer);
                break;
            case "contacts":
                await viewer.Befriend(other);
                break;
            case "contacts no more":
                await viewer.Befriend(other);
                await other.RemoveContact(viewer);
                break;
            case "direct peers":
                await other.Send((await other.OpenDirect(viewer)).Id, "hello");
                break;
            case "opened only":
                await viewer.OpenDirect(other);
                break;
            case "group members":
                await other.CreateGroup("both", viewer);
                break;
        }
        if (relation.EndsWith("by the viewer", StringComparison.Ordinal))
            await viewer.Block(other);
        if (relation.EndsWith("by the other", StringComparison.Ordinal) || relation.EndsWith("unblocked again", StringComparison.Ordinal))
            await other.Block(viewer);
        if (relation.EndsWith("unblocked again", StringComparison.Ordinal))
            await other.Unblock(viewer);
    }

    private static async Task<List<User>> Views(ChatUser viewer, ChatUser other)
    {
        var views = new List<User> { await viewer.Profile(other) };
        views.AddRange((await viewer.FindPeople(other.Username)).Items.Where(user => user.Id == other.Id));
        views.AddRange((await viewer.Contacts()).Items.Select(contact => contact.User));
        foreach (var conversation in (await viewer.Inbox()).Items)
        {
            views.AddRange(conversation.Peer is { } peer ? [peer] : []);
            views.AddRange((await viewer.Members(conversation.Id)).Items.Select(member => member.User).Where(user => user.Id == other.Id));
        }
        return views;
    }
}
