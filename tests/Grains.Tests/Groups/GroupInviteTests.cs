using OrleansChat.Groups;

namespace OrleansChat.Grains.Tests.Groups;

/// <summary>What an invite allows holds in a crowd, across restarts, and when a write fails.</summary>
public sealed class GroupInviteTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Of_a_hundred_who_join_at_once_as_many_come_in_as_the_invite_allows()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        var code = (await group.CreateInvite(owner, 10, null)).Required.Code;
        var guests = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => cluster.NewUser()));

        var outcomes = await Task.WhenAll(guests.Select(guest => group.Join(guest, code)));
        Assert.Equal(10, outcomes.Count(outcome => outcome.Error is null));
        Assert.All(outcomes.Where(outcome => outcome.Error is not null), outcome => Assert.Equal(ErrorCode.Gone, outcome.Error!.Code));
        Assert.Equal((11L, 10), (await CountMembers(group), await StoredUses(code)));

        await cluster.Restart();
        group = Again(group);
        Assert.Equal(10, (await group.GetInvite(owner, code)).Required.Uses);
        Assert.Equal(ErrorCode.Gone, (await group.Join(await cluster.NewUser(), code)).Error?.Code);
        var inside = guests[Array.FindIndex(outcomes, outcome => outcome.Error is null)];
        Assert.Null((await group.Join(inside, code)).Error);
    }

    [Fact]
    public async Task A_join_that_was_not_stored_uses_nothing_up()
    {
        var (owner, guest) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner);
        var code = (await group.CreateInvite(owner, 1, null)).Required.Code;
        await cluster.Database.Execute($"ALTER TABLE group_members ADD CONSTRAINT closed CHECK (user_id <> '{guest}') NOT VALID");
        Assert.Equal(ErrorCode.Unavailable, (await group.Join(guest, code)).Error?.Code);
        Assert.Equal((1L, 0), (await CountMembers(group), await StoredUses(code)));
        await cluster.Database.Execute("ALTER TABLE group_members DROP CONSTRAINT closed");

        Assert.Null((await group.Join(guest, code)).Error);
        Assert.Equal((2L, 1), (await CountMembers(group), await StoredUses(code)));
    }

    [Fact]
    public async Task An_expired_invite_lets_in_only_who_is_in()
    {
        var (owner, member, guest) = (await cluster.NewUser(), await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, member);
        var code = (await group.CreateInvite(owner, null, DateTimeOffset.UtcNow.AddSeconds(-1))).Required.Code;
        Assert.Equal(ErrorCode.Gone, (await group.Join(guest, code)).Error?.Code);
        Assert.Equal(ErrorCode.Gone, (await group.PreviewInvite(guest, code)).Error?.Code);
        Assert.Null((await group.Join(member, code)).Error);
        Assert.True((await group.PreviewInvite(member, code)).Required.IsMember);
        Assert.Equal(2, await CountMembers(group));
    }

    [Fact]
    public async Task A_hundred_can_be_used_at_a_time_and_of_the_others_the_oldest_are_forgotten()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        var ended = new List<string>();
        for (var i = 0; i < 103; i++)
            ended.Add((await group.CreateInvite(owner, null, DateTimeOffset.UtcNow.AddSeconds(-1))).Required.Code);
        for (var i = 0; i < 100; i++)
            Assert.Null((await group.CreateInvite(owner, 1, null)).Error);
        Assert.Equal(ErrorCode.Conflict, (await group.CreateInvite(owner, null, null)).Error?.Code);

        Assert.Equal(ErrorCode.NotFound, (await group.PreviewInvite("u.x", ended[0])).Error?.Code);
        Assert.Equal(ErrorCode.Gone, (await group.PreviewInvite("u.x", ended[^1])).Error?.Code);
        Assert.Equal(200, await cluster.Database.Read<long>($"SELECT count(*) FROM invites WHERE group_id = '{group.GetPrimaryKeyString()}'"));

        var live = (await group.ListInvites(owner, 1, null)).Required.Items.Single();
        Assert.Null((await group.DeleteInvite(owner, live.Code)).Error);
        Assert.Null((await group.CreateInvite(owner, null, null)).Error);
    }

    [Fact]
    public async Task What_is_answered_is_what_is_read_again()
    {
        var owner = await cluster.NewUser();
        var group = await NewGroup(owner);
        var made = (await group.CreateInvite(owner, 7, DateTimeOffset.UtcNow.AddDays(1).ToOffset(TimeSpan.FromHours(5)))).Required;
        await cluster.Restart();
        Assert.Equal(made, (await Again(group).GetInvite(owner, made.Code)).Required);
        Assert.Equal(TimeSpan.Zero, made.ExpiresAt!.Value.Offset);
    }

    private IGroupGrain Again(IGroupGrain group) => cluster.Grains.GetGrain<IGroupGrain>(group.GetPrimaryKeyString());

    private Task<long> CountMembers(IGroupGrain group) =>
        cluster.Database.Read<long>($"SELECT count(*) FROM group_members WHERE group_id = '{group.GetPrimaryKeyString()}'");

    private Task<int> StoredUses(string code) => cluster.Database.Read<int>($"SELECT uses FROM invites WHERE code = '{code}'");

    private async Task<IGroupGrain> NewGroup(string owner, params string[] members)
    {
        var group = cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup());
        Assert.Null((await group.Create(owner, "group", [.. members])).Error);
        return group;
    }
}
