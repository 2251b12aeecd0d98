using OrleansChat.FrontEnds;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Users;

public sealed class UserGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task What_is_created_is_stored_with_its_entry_in_the_directory()
    {
        var user = await CreateUser("Ann", "Ann A.");
        await cluster.Restart();

        var expected = new User(IdOf(user), "Ann", "Ann A.");
        Assert.Equal(expected, (await Again(user).GetProfile()).Required);
        Assert.Equal("Ann A.", await DirectoryEntry(user));
    }

    [Fact]
    public async Task Creating_again_changes_nothing()
    {
        var user = await CreateUser("bob", "Bob");
        await user.Create("other", "Other");
        Assert.Equal("bob", (await user.GetProfile()).Required.Username);
    }

    [Fact]
    public async Task When_the_directory_refuses_a_new_user_neither_is_written_and_the_grain_still_works()
    {
        var user = NewUser();
        await RefuseDisplayName("refused", () => Assert.ThrowsAnyAsync<Exception>(() => user.Create("carol", "refused")));

        Assert.Equal(ErrorCode.NotFound, (await user.GetProfile()).Error?.Code);
        Assert.Null(await DirectoryEntry(user));
        Assert.Equal(0, await cluster.Database.Read<long>($"SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = '{IdOf(user)}'"));

        await user.Create("carol", "Carol");
        Assert.Equal("Carol", (await user.GetProfile()).Required.DisplayName);
    }

    [Fact]
    public async Task When_the_directory_refuses_a_new_name_the_old_one_stays_and_the_grain_still_works()
    {
        var user = await CreateUser("dave", "Dave");
        await RefuseDisplayName("refused", () => Assert.ThrowsAnyAsync<Exception>(() => user.ChangeDisplayName("refused")));

        Assert.Equal("Dave", (await user.GetProfile()).Required.DisplayName);
        Assert.Equal("Dave", await DirectoryEntry(user));

        Assert.Equal("David", (await user.ChangeDisplayName("David")).Required.DisplayName);
        Assert.Equal("David", await DirectoryEntry(user));
    }

    [Fact]
    public async Task A_user_that_does_not_exist_has_nothing()
    {
        var nobody = NewUser();
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        var sessionId = Ids.NewSession();

        Assert.Equal(ErrorCode.NotFound, (await nobody.GetProfile()).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await nobody.ChangeDisplayName("x")).Error?.Code);
        Assert.Equal(ErrorCode.Unauthenticated, (await nobody.StartSession(null)).Error?.Code);
        Assert.False(await nobody.HasSession(sessionId));
        Assert.Equal(sessionId, Assert.Single((await nobody.Connect(frontEnd.FrontEnd, [sessionId])).EndedSessions));
        await Assert.ThrowsAsync<InvalidOperationException>(() => nobody.AddConversation(Ids.NewGroup()));
    }

    [Fact]
    public async Task Pushes_reach_every_connected_front_end_and_no_other()
    {
        var user = await CreateUser("erin", "Erin");
        var (first, second, gone) = (NewFrontEnd(), NewFrontEnd(), NewFrontEnd());
        foreach (var frontEnd in new[] { first, second, gone })
            await user.Connect(frontEnd.FrontEnd, []);
        await user.Disconnect(gone.FrontEnd.Id);

        var push = new UserPush(IdOf(user), new ConversationTouched(Ids.NewGroup()));
        await user.Push(push);
        Assert.Equal(push, await first.NextUserPush());
        Assert.Equal(push, await second.NextUserPush());

        var frontEnds = await user.AddConversation(Ids.NewGroup());
        Assert.Equal(new[] { first.FrontEnd.Id, second.FrontEnd.Id }.Order(), frontEnds.Select(frontEnd => frontEnd.Id).Order());
    }

    [Fact]
    public async Task A_front_end_learns_that_the_grain_lost_its_memory()
    {
        var user = await CreateUser("frank", "Frank");
        var before = await user.Connect(NewFrontEnd().FrontEnd, []);
        Assert.Equal(before.Incarnation, (await user.Connect(NewFrontEnd().FrontEnd, [])).Incarnation);

        await cluster.Restart();
        Assert.NotEqual(before.Incarnation, (await Again(user).Connect(NewFrontEnd().FrontEnd, [])).Incarnation);
    }

    [Fact]
    public async Task Connecting_names_the_groups_of_the_list_and_no_direct_conversations()
    {
        var user = await CreateUser("grace", "Grace");
        var (before, after, left) = (Ids.NewGroup(), Ids.NewGroup(), Ids.NewGroup());
        await user.AddConversation(before);
        await user.AddConversation(left);
        await user.AddConversation(Ids.Direct(IdOf(user), Ids.NewUser()));
        var frontEnd = NewFrontEnd();
        await user.Connect(frontEnd.FrontEnd, []);
        await user.AddConversation(after);
        await user.AddConversation(after);
        await user.RemoveConversation(left);

        string[] expected = [before, after];
        Assert.Equal(expected.Order(), (await user.Connect(frontEnd.FrontEnd, [])).Groups.Order());

        // Read anew, only those count that the user is a member of; another is left over from a crash.
        await user.AddConversation(Ids.NewGroup());
        foreach (var group in expected)
        {
            await cluster.Database.Execute($"""
                INSERT INTO groups (group_id, name, created_at) VALUES ('{group}', 'group', now());
                INSERT INTO group_members (group_id, user_id, role, joined_at, joined_seq) VALUES ('{group}', '{IdOf(user)}', 0, now(), 1)
                """);
        }
        await cluster.Restart();
        Assert.Equal(expected.Order(), (await Again(user).Connect(NewFrontEnd().FrontEnd, [])).Groups.Order());
    }

    [Fact]
    public async Task Muting_is_stored_and_pushed_for_listed_conversations_only()
    {
        var user = await CreateUser("heidi", "Heidi");
        var group = Ids.NewGroup();
        Assert.Equal(ErrorCode.NotFound, (await user.SetMuted(group, true)).Error?.Code);

        await user.AddConversation(group);
        var frontEnd = NewFrontEnd();
        await user.Connect(frontEnd.FrontEnd, []);
        Assert.Null((await user.SetMuted(group, true)).Error);
        Assert.Equal(new ConversationTouched(group), (await frontEnd.NextUserPush()).Event);
        Assert.True(await cluster.Database.Read<bool>($"SELECT muted FROM user_conversations WHERE conversation_id = '{group}'"));
    }

    private IUserGrain NewUser() => cluster.Grains.GetGrain<IUserGrain>(Ids.NewUser());

    private async Task<IUserGrain> CreateUser(string username, string displayName)
    {
        var user = NewUser();
        await user.Create(username, displayName);
        return user;
    }

    private IUserGrain Again(IUserGrain user) => cluster.Grains.GetGrain<IUserGrain>(IdOf(user));

    private static string IdOf(IUserGrain user) => user.GetPrimaryKeyString();

    private FakeFrontEnd NewFrontEnd() => new(cluster.Grains);

    private Task<string?> DirectoryEntry(IUserGrain user) =>
        cluster.Database.Read<string>($"SELECT display_name FROM users WHERE user_id = '{IdOf(user)}'");

    private async Task RefuseDisplayName(string displayName, Func<Task> action)
    {
        await cluster.Database.Execute($"ALTER TABLE users ADD CONSTRAINT refusal CHECK (display_name <> '{displayName}')");
        await action();
        await cluster.Database.Execute("ALTER TABLE users DROP CONSTRAINT refusal");
    }
}
