using OrleansChat.Groups;

namespace OrleansChat.Grains.Tests.Groups;

public sealed class GroupRoleTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Roles_survive_a_restart_and_a_hand_over_leaves_one_owner()
    {
        var (owner, heir, admin) = (await cluster.NewUser(), await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, heir, admin);
        Assert.Null((await group.SetRole(owner, admin, GroupRole.Admin)).Error);
        Assert.Null((await group.SetRole(owner, heir, GroupRole.Owner)).Error);
        await cluster.Restart();
        group = cluster.Grains.GetGrain<IGroupGrain>(group.GetPrimaryKeyString());

        Assert.Equal(ErrorCode.Forbidden, (await group.SetRole(owner, admin, GroupRole.Member)).Error?.Code);
        Assert.Null((await group.Rename(owner, "as an admin")).Error);
        Assert.Null((await group.SetRole(heir, admin, GroupRole.Member)).Error);
        Assert.Equal(ErrorCode.Forbidden, (await group.Rename(admin, "as a member")).Error?.Code);
        Assert.Equal(heir, await cluster.Database.Read<string>(
            $"SELECT string_agg(user_id, ',') FROM group_members WHERE group_id = '{group.GetPrimaryKeyString()}' AND role = {(int)GroupRole.Owner}"));
    }

    [Fact]
    public async Task A_hand_over_that_was_not_stored_leaves_everything_as_it_was()
    {
        var (owner, heir) = (await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, heir);
        await cluster.Database.Execute($"ALTER TABLE group_members ADD CONSTRAINT loyal CHECK (user_id <> '{heir}' OR role < 2) NOT VALID");
        Assert.Equal(ErrorCode.Unavailable, (await group.SetRole(owner, heir, GroupRole.Owner)).Error?.Code);
        await cluster.Database.Execute("ALTER TABLE group_members DROP CONSTRAINT loyal");
        Assert.Equal(ErrorCode.Forbidden, (await group.SetRole(heir, owner, GroupRole.Member)).Error?.Code);
        Assert.Null((await group.SetRole(owner, heir, GroupRole.Owner)).Error);
        Assert.Null((await group.SetRole(owner, heir, GroupRole.Owner)).Error);
        Assert.Null((await group.SetRole(heir, owner, GroupRole.Member)).Error);
    }

    [Fact]
    public async Task Whose_role_changes_gets_a_new_view_in_a_group_of_any_size()
    {
        var (owner, heir, other) = (await cluster.NewUser(), await cluster.NewUser(), await cluster.NewUser());
        var group = await NewGroup(owner, heir, other);
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await group.Subscribe(frontEnd.FrontEnd);
        await group.SetRole(owner, other, GroupRole.Admin);
        await group.SetRole(owner, heir, GroupRole.Owner);
        // Front-ends send a new view to everybody in "added", and to the others in small groups.
        var pushes = frontEnd.MembersPushes.ToArray();
        Assert.Equal(other, Assert.Single(pushes[0].Added));
        Assert.Equal(new[] { owner, heir }.Order(), pushes[1].Added.Order());
        Assert.All(pushes, push => Assert.True(push.Refresh));
        GC.KeepAlive(frontEnd);
    }

    private async Task<IGroupGrain> NewGroup(string owner, params string[] members)
    {
        var group = cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup());
        Assert.Null((await group.Create(owner, "group", [.. members])).Error);
        return group;
    }
}
