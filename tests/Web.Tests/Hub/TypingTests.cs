using OrleansChat.Conversations;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Who is told that somebody types.</summary>
[Collection(ChatCollection.Name)]
public sealed class TypingTests(ChatFixture chat)
{
    [Fact]
    public async Task In_a_group_the_others_are_told_and_the_typists_devices_are_not()
    {
        var people = chat.People(3);
        var (alice, bob, carol) = (people[0], people[1], people[2]);
        var group = (await alice.CreateGroup("typing", bob, carol)).Id;
        await using var laptop = await alice.Connect();
        await using var tablet = await (await alice.SignInAgain()).Connect();
        await using var phone = await bob.Connect();
        await using var watch = await carol.Connect();
        foreach (var typing in new[] { true, false })
        {
            var pushes = new[] { phone.Typings.Next(), watch.Typings.Next() };
            await laptop.SetTyping(group, typing);
            foreach (var push in pushes)
                Assert.Equal(new Typing(group, alice.Id, typing), await push);
        }
        // Whatever was sent to them before it has arrived with it.
        var markers = new[] { laptop.NextMessage(), tablet.NextMessage() };
        await bob.Send(group, "marker");
        await Task.WhenAll(markers);
        Assert.Empty(laptop.Typings.Received);
        Assert.Empty(tablet.Typings.Received);
    }

    [Fact]
    public async Task Beyond_ten_a_second_it_is_dropped_and_the_end_comes_all_the_same()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "hello");
        await using var laptop = await alice.Connect();
        await using var phone = await bob.Connect();
        for (var i = 0; i < 100; i++)
            await laptop.SetTyping(conversation, true);
        var end = phone.Typings.Next(typing => !typing.IsTyping);
        await laptop.SetTyping(conversation, false);
        await end;
        Assert.InRange(phone.Typings.Received.Count, 2, 100);
    }

    [Fact]
    public async Task Strangers_are_refused()
    {
        var people = chat.People(3);
        var group = (await people[0].CreateGroup("closed", people[1])).Id;
        await using var phone = await people[2].Connect();
        await phone.SetTyping(group, true).MustBeRefused("not_found");
    }
}
