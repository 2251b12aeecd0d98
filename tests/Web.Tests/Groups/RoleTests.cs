using OrleansChat.Groups;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Groups;

/// <summary>The owner gives roles and hands the group over.</summary>
[Collection(ChatCollection.Name)]
public sealed class RoleTests(ChatFixture chat)
{
    [Fact]
    public async Task The_owner_makes_an_admin_and_takes_the_role_back()
    {
        var people = chat.People(3);
        var (owner, member, other) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("roles", member, other)).Id;
        await using var phone = await member.Connect();
        var promoted = phone.Conversations.Next(view => view is { Role: GroupRole.Admin } && view.Id == group);
        await ReplicaAssert.KeepsInStep(people, () => owner.SetRole(group, member, "admin"));
        await promoted;
        Assert.Equal(GroupRole.Admin, (await member.Get(group)).Role);
        await MustTell(other, group, 2, SystemEvent.RoleChanged, member, GroupRole.Admin);
        await member.Rename(group, "by an admin");

        var demoted = phone.Conversations.Next(view => view is { Role: GroupRole.Member } && view.Id == group);
        await ReplicaAssert.KeepsInStep(people, () => owner.SetRole(group, member, "member"));
        await demoted;
        await MustTell(other, group, 4, SystemEvent.RoleChanged, member, GroupRole.Member);
        await member.Rename(group, "no longer").MustBeRefused("forbidden");
    }

    [Fact]
    public async Task The_role_that_a_member_has_changes_nothing()
    {
        var people = chat.People(2);
        var (owner, member) = (people[0], people[1]);
        var group = (await owner.CreateGroup("same", member)).Id;
        await owner.SetRole(group, member, "member");
        await owner.SetRole(group, owner, "owner");
        Assert.Equal(1, (await owner.Get(group)).Version);
    }

    [Fact]
    public async Task Handing_over_makes_one_owner_and_the_former_an_admin_who_may_leave()
    {
        var people = chat.People(3);
        var (owner, heir, other) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("heritage", heir, other)).Id;
        await owner.Leave(group).MustBeRefused("conflict");
        await using var phone = await heir.Connect();
        await using var laptop = await owner.Connect();
        var crowned = phone.Conversations.Next(view => view is { Role: GroupRole.Owner } && view.Id == group);
        var stepped = laptop.Conversations.Next(view => view is { Role: GroupRole.Admin } && view.Id == group);

        await ReplicaAssert.KeepsInStep(people, () => owner.SetRole(group, heir, "owner"));
        await crowned;
        await stepped;
        await MustTell(other, group, 2, SystemEvent.OwnerChanged, heir, role: null);
        // As after a lost answer.
        await owner.SetRole(group, heir, "owner");
        Assert.Equal(2, (await owner.Get(group)).Version);

        await owner.SetRole(group, other, "admin").MustBeRefused("forbidden");
        await heir.SetRole(group, other, "admin");
        await heir.Leave(group).MustBeRefused("conflict");
        await ReplicaAssert.KeepsInStep(people, () => owner.Leave(group));
        await owner.SetRole(group, heir, "owner").MustBeRefused("not_found");
        Assert.Equal(
            [GroupRole.Admin, GroupRole.Owner],
            (await heir.Members(group)).Items.Select(member => member.Role!.Value).Order());
    }

    [Fact]
    public async Task Only_the_owner_gives_roles()
    {
        var people = chat.People(5);
        var (owner, admin, member, stranger, former) = (people[0], people[1], people[2], people[3], people[4]);
        var group = (await owner.CreateGroup("refusals", admin, member, former)).Id;
        await owner.SetRole(group, admin, "admin");
        await owner.Remove(group, former);
        var version = (await owner.Get(group)).Version;

        await admin.SetRole(group, member, "admin").MustBeRefused("forbidden");
        await admin.SetRole(group, admin, "owner").MustBeRefused("forbidden");
        await member.SetRole(group, member, "admin").MustBeRefused("forbidden");
        await stranger.SetRole(group, member, "admin").MustBeRefused("not_found");
        await former.SetRole(group, member, "admin").MustBeRefused("not_found");
        await owner.SetRole(group, stranger, "admin").MustBeRefused("not_found");
        await owner.SetRole(group, former, "admin").MustBeRefused("not_found");
        await owner.SetRole(group, owner, "admin").MustBeRefused("conflict");
        await owner.SetRole(group, owner, "member").MustBeRefused("conflict");
        await owner.Call(HttpMethod.Patch, $"groups/nothing/members/{member.Id}", new { role = "admin" }).MustBeRefused("not_found");
        await owner.Call(HttpMethod.Patch, $"groups/{group}/members/nobody", new { role = "admin" }).MustBeRefused("not_found");
        Assert.Equal(version, (await owner.Get(group)).Version);
    }

    [Theory]
    [InlineData("\"king\"")]
    [InlineData("\"Admin\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("1")]
    public async Task An_unknown_role_is_refused(string role)
    {
        var people = chat.People(2);
        var group = (await people[0].CreateGroup("unknown", people[1])).Id;
        using var response = await people[0].Request(HttpMethod.Patch, $"groups/{group}/members/{people[1].Id}", $$"""{"role":{{role}}}""");
        var refusal = Refusal.Read(response, await response.Content.ReadAsStringAsync());
        Assert.Equal("validation_failed", refusal.Code);
    }

    private static async Task MustTell(ChatUser reader, string group, long seq, string kind, ChatUser about, GroupRole? role)
    {
        var told = SystemEvent.Parse((await reader.History(group, around: seq, limit: 1)).Items.Single().Content);
        Assert.Equal((kind, about.Id, role), (told.Event, Assert.Single(told.UserIds), told.Role));
    }
}
