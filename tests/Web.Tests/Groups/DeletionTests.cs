using OrleansChat.Conversations;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Groups;

/// <summary>The owner deletes a group: nobody sees anything of it any more.</summary>
[Collection(ChatCollection.Name)]
public sealed class DeletionTests(ChatFixture chat)
{
    [Fact]
    public async Task Every_member_is_told_and_nothing_of_the_group_follows()
    {
        var people = chat.People(3);
        var (owner, member, other) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("ending", member, other)).Id;
        await using var phone = await member.Connect();
        await using var tablet = await member.Connect();
        await using var laptop = await owner.Connect();
        var told = new[] { phone, tablet, laptop }.Select(client => client.Removals.Next(gone => gone.ConversationId == group)).ToArray();

        await ReplicaAssert.KeepsInStep(people, async () =>
        {
            await owner.Send(group, "farewell");
            await owner.Rename(group, "ended");
            await owner.DeleteGroup(group);
        });
        await Task.WhenAll(told);

        // A push that reaches the connection after whatever else were sent to it.
        var direct = (await owner.OpenDirect(member)).Id;
        var marker = phone.NextMessage(message => message.ConversationId == direct);
        await owner.Send(direct, "marker");
        await marker;
        var afterwards = phone.Pushes.Received.SkipWhile(push => push is not RemovedConversation gone || gone.ConversationId != group).Skip(1);
        Assert.DoesNotContain(afterwards, push => IsOf(group, push));
    }

    [Fact]
    public async Task Every_later_call_finds_nothing()
    {
        var people = chat.People(3);
        var (owner, member, stranger) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("void", member)).Id;
        var code = (await owner.Invite(group)).Code;
        await member.Send(group, "mine");
        await owner.DeleteGroup(group);
        await using var hub = await owner.Connect();

        await owner.DeleteGroup(group).MustBeRefused("not_found");
        await owner.Get(group).MustBeRefused("not_found");
        await owner.Mute(group, true).MustBeRefused("not_found");
        await owner.History(group).MustBeRefused("not_found");
        await owner.EarlierTexts(group, 2).MustBeRefused("not_found");
        await owner.Members(group).MustBeRefused("not_found");
        await owner.Send(group, "anybody?").MustBeRefused("not_found");
        await member.Edit(group, 2, "still mine?").MustBeRefused("not_found");
        await member.Delete(group, 2).MustBeRefused("not_found");
        await owner.MarkRead(group, 2).MustBeRefused("not_found");
        await owner.Rename(group, "again").MustBeRefused("not_found");
        await owner.AddMembers(group, stranger).MustBeRefused("not_found");
        await owner.Remove(group, member).MustBeRefused("not_found");
        await owner.Leave(group).MustBeRefused("not_found");
        await owner.SetRole(group, member, "admin").MustBeRefused("not_found");
        await owner.Invite(group).MustBeRefused("not_found");
        await owner.Invites(group).MustBeRefused("not_found");
        await owner.GetInvite(group, code).MustBeRefused("not_found");
        await owner.Withdraw(group, code).MustBeRefused("not_found");
        await owner.Preview(code).MustBeRefused("not_found");
        await stranger.Preview(code).MustBeRefused("not_found");
        await stranger.Join(code).MustBeRefused("not_found");
        await hub.Send(group, "anybody?").MustBeRefused("not_found");
        await hub.SetTyping(group, true).MustBeRefused("not_found");
        Assert.DoesNotContain((await owner.Inbox(200)).Items, view => view.Id == group);
    }

    [Fact]
    public async Task Only_the_owner_deletes()
    {
        var people = chat.People(5);
        var (owner, admin, member, stranger, former) = (people[0], people[1], people[2], people[3], people[4]);
        var group = (await owner.CreateGroup("kept", admin, member, former)).Id;
        await owner.SetRole(group, admin, "admin");
        await owner.Remove(group, former);
        await admin.DeleteGroup(group).MustBeRefused("forbidden");
        await member.DeleteGroup(group).MustBeRefused("forbidden");
        await stranger.DeleteGroup(group).MustBeRefused("not_found");
        await former.DeleteGroup(group).MustBeRefused("not_found");
        await owner.DeleteGroup("nothing").MustBeRefused("not_found");
        await member.Send(group, "still here");
    }

    [Fact]
    public async Task The_group_ends_with_its_last_member()
    {
        var owner = chat.Somebody;
        var group = (await owner.CreateGroup("alone")).Id;
        var code = (await owner.Invite(group)).Code;
        await using var phone = await owner.Connect();
        var gone = phone.Removals.Next(removed => removed.ConversationId == group);
        await ReplicaAssert.KeepsInStep([owner], () => owner.Leave(group));
        await gone;
        await owner.Get(group).MustBeRefused("not_found");
        await owner.Join(code).MustBeRefused("not_found");
    }

    private static bool IsOf(string group, object push) => push switch
    {
        Message message => message.ConversationId == group,
        Conversation view => view.Id == group,
        RemovedConversation removed => removed.ConversationId == group,
        Typing typing => typing.ConversationId == group,
        Receipt receipt => receipt.ConversationId == group,
        ResyncRequest resync => resync.ConversationId == group,
        _ => false,
    };
}
