using OrleansChat.Groups;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Groups;

/// <summary>Invites: who makes, sees and withdraws them, and who comes in.</summary>
[Collection(ChatCollection.Name)]
public sealed class InviteTests(ChatFixture chat)
{
    [Fact]
    public async Task Whoever_holds_the_code_joins_and_gets_the_groups_pushes()
    {
        var people = chat.People(3);
        var (owner, member, guest) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("open house", member)).Id;
        var invite = await owner.Invite(group);
        Assert.Equal((null, 0, null), (invite.MaxUses, invite.Uses, invite.ExpiresAt));
        var preview = await guest.Preview(invite.Code);
        Assert.Equal(new InvitePreview(invite.Code, new InvitingGroup(group, "open house", 2), false, null), preview);
        await using var phone = await guest.Connect();
        await using var laptop = await member.Connect();
        var grown = laptop.Conversations.Next(view => view.Id == group && view.MemberCount == 3);

        await ReplicaAssert.KeepsInStep(people, async () =>
        {
            var joined = await guest.Join(invite.Code);
            Assert.Equal((group, GroupRole.Member, 3, 0), (joined.Id, joined.Role, joined.MemberCount, joined.UnreadCount));
        });
        var ack = await member.Send(group, "welcome");
        await phone.Messages.Any(message => message.ConversationId == group && message.Version == ack.Version);
        await grown;
        var told = SystemEvent.Parse((await guest.History(group, around: 2, limit: 1)).Items.Single().Content);
        Assert.Equal((SystemEvent.MemberJoined, guest.Id), (told.Event, Assert.Single(told.UserIds)));
        Assert.Equal(guest.Id, (await guest.History(group, around: 2, limit: 1)).Items.Single().SenderId);
        Assert.Equal(1, (await owner.GetInvite(group, invite.Code)).Uses);
    }

    [Fact]
    public async Task A_member_uses_nothing_up()
    {
        var people = chat.People(2);
        var (owner, guest) = (people[0], people[1]);
        var group = (await owner.CreateGroup("twice")).Id;
        var invite = await owner.Invite(group, maxUses: 1);
        await guest.Join(invite.Code);
        var version = (await guest.Get(group)).Version;
        Assert.Equal(version, (await guest.Join(invite.Code)).Version);
        Assert.Equal(group, (await owner.Join(invite.Code)).Id);
        Assert.True((await guest.Preview(invite.Code)).IsMember);
        Assert.Equal(1, (await owner.GetInvite(group, invite.Code)).Uses);
    }

    [Fact]
    public async Task A_used_up_invite_is_gone_and_a_withdrawn_one_was_never_there()
    {
        var people = chat.People(3);
        var (owner, first, second) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("few")).Id;
        var invite = await owner.Invite(group, maxUses: 1);
        await first.Join(invite.Code);
        await second.Join(invite.Code).MustBeRefused("gone");
        await second.Preview(invite.Code).MustBeRefused("gone");

        var withdrawn = await owner.Invite(group);
        await owner.Withdraw(group, withdrawn.Code);
        await second.Join(withdrawn.Code).MustBeRefused("not_found");
        await second.Preview(withdrawn.Code).MustBeRefused("not_found");
        await owner.GetInvite(group, withdrawn.Code).MustBeRefused("not_found");
        await owner.Withdraw(group, withdrawn.Code).MustBeRefused("not_found");
        Assert.Equal([invite.Code], (await owner.Invites(group)).Items.Select(item => item.Code));
        await second.Get(group).MustBeRefused("not_found");
    }

    [Fact]
    public async Task Who_was_removed_may_come_back_by_an_invite()
    {
        var people = chat.People(2);
        var (owner, guest) = (people[0], people[1]);
        var group = (await owner.CreateGroup("forgiving", guest)).Id;
        var code = (await owner.Invite(group)).Code;
        await owner.Remove(group, guest);
        await ReplicaAssert.KeepsInStep(people, () => guest.Join(code));
        Assert.Equal(2, (await guest.Get(group)).MemberCount);
    }

    [Fact]
    public async Task Admins_and_the_owner_run_the_invites()
    {
        var people = chat.People(5);
        var (owner, admin, member, stranger, former) = (people[0], people[1], people[2], people[3], people[4]);
        var group = (await owner.CreateGroup("run", admin, member, former)).Id;
        await owner.SetRole(group, admin, "admin");
        await owner.Remove(group, former);
        var made = await admin.Invite(group, maxUses: 5, expiresAt: DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal(made, await owner.GetInvite(group, made.Code));
        Assert.Equal(made, Assert.Single((await owner.Invites(group)).Items));
        var other = await owner.Invite(group);
        await admin.Withdraw(group, other.Code);

        foreach (var (caller, code) in new[] { (member, "forbidden"), (stranger, "not_found"), (former, "not_found") })
        {
            await caller.Invite(group).MustBeRefused(code);
            await caller.Invites(group).MustBeRefused(code);
            await caller.GetInvite(group, made.Code).MustBeRefused(code);
            await caller.Withdraw(group, made.Code).MustBeRefused(code);
        }
        Assert.Equal(made, Assert.Single((await admin.Invites(group)).Items));
    }

    [Fact]
    public async Task Invites_are_listed_newest_first_and_page_by_cursor()
    {
        var owner = chat.Somebody;
        var group = (await owner.CreateGroup("many")).Id;
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
            made.Insert(0, (await owner.Invite(group)).Code);
        var first = await owner.Invites(group, limit: 3);
        var second = await owner.Invites(group, limit: 3, first.NextCursor);
        Assert.Equal(made, first.Items.Concat(second.Items).Select(invite => invite.Code));
        Assert.Null(second.NextCursor);
        await owner.Invites(group, cursor: "nonsense").MustBeRefused("validation_failed");
        await owner.Invites(group, limit: 201).MustBeRefused("validation_failed");
    }

    [Theory]
    [InlineData("""{"maxUses":0}""")]
    [InlineData("""{"maxUses":-1}""")]
    [InlineData("""{"maxUses":100001}""")]
    [InlineData("""{"maxUses":1.5}""")]
    [InlineData("""{"maxUses":"many"}""")]
    [InlineData("""{"maxUses":99999999999999999999}""")]
    [InlineData("""{"expiresAt":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"expiresAt":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"expiresAt":"tomorrow"}""")]
    public async Task A_wrong_limit_is_refused(string body)
    {
        var owner = chat.Somebody;
        var group = (await owner.CreateGroup("limits")).Id;
        using var response = await owner.Request(HttpMethod.Post, $"groups/{group}/invites", body);
        Assert.Equal("validation_failed", Refusal.Read(response, await response.Content.ReadAsStringAsync()).Code);
        Assert.Empty((await owner.Invites(group)).Items);
    }

    [Fact]
    public async Task A_code_that_is_none_leads_nowhere()
    {
        var people = chat.People(2);
        var group = (await people[0].CreateGroup("hidden")).Id;
        var code = (await people[0].Invite(group)).Code;
        var wrong = code[..^1] + (code[^1] == '0' ? '1' : '0');
        foreach (var text in new[] { wrong, code[..^1], code + "0", code.ToUpperInvariant() + "!", "x", group, new string('0', 46) })
        {
            await people[1].Preview(text).MustBeRefused("not_found");
            await people[1].Join(text).MustBeRefused("not_found");
            await people[0].GetInvite(group, text).MustBeRefused("not_found");
        }
    }

    [Fact]
    public async Task Answers_have_the_contracts_shapes()
    {
        var owner = chat.Somebody;
        var group = (await owner.CreateGroup("shapes")).Id;
        using var made = await owner.Request(HttpMethod.Post, $"groups/{group}/invites", """{"maxUses":null}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var invite = JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["code", "expiresAt", "maxUses", "uses"], Names(invite));
        var page = await owner.Call<JsonElement>(HttpMethod.Get, $"groups/{group}/invites");
        Assert.Equal(["items", "nextCursor"], Names(page));
        var preview = await owner.Call<JsonElement>(HttpMethod.Get, $"invites/{invite.GetProperty("code").GetString()}");
        Assert.Equal(["code", "expiresAt", "group", "isMember"], Names(preview));
        Assert.Equal(["id", "memberCount", "name"], Names(preview.GetProperty("group")));
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
}
