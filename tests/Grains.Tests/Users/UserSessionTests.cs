using OrleansChat.FrontEnds;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Users;

public sealed class UserSessionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_session_lives_until_it_is_ended_and_survives_a_restart()
    {
        var user = await CreateUser();
        var grant = (await user.StartSession("Firefox")).Required;
        await cluster.Restart();
        user = Again(user);

        Assert.True(await user.HasSession(grant.SessionId));
        Assert.Null((await user.EndSession(grant.SessionId, "test")).Error);
        Assert.False(await user.HasSession(grant.SessionId));
        Assert.Equal(ErrorCode.NotFound, (await user.EndSession(grant.SessionId, "test")).Error?.Code);
        Assert.Equal(ErrorCode.Unauthenticated, (await user.RefreshSession(grant.RefreshToken, null)).Error?.Code);
    }

    [Fact]
    public async Task A_refreshed_session_stays_the_same_session()
    {
        var user = await CreateUser();
        var first = (await user.StartSession("Firefox")).Required;
        var second = (await user.RefreshSession(first.RefreshToken, null)).Required;
        var third = (await user.RefreshSession(second.RefreshToken, null)).Required;
        Assert.Equal(first.SessionId, third.SessionId);
        Assert.Single(await user.ListSessions());
    }

    [Fact]
    public async Task The_same_request_twice_at_once_is_answered_alike()
    {
        var user = await CreateUser();
        var grant = (await user.StartSession(null)).Required;
        var answers = await Task.WhenAll(
            user.RefreshSession(grant.RefreshToken, "r1"), user.RefreshSession(grant.RefreshToken, "r1"));
        Assert.Equal(answers[0].Required, answers[1].Required);
    }

    [Fact]
    public async Task A_used_token_ends_its_session_and_closes_its_connections()
    {
        var user = await CreateUser();
        var (stolen, other) = ((await user.StartSession(null)).Required, (await user.StartSession(null)).Required);
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await user.Connect(frontEnd.FrontEnd, []);
        var next = (await user.RefreshSession(stolen.RefreshToken, null)).Required;

        Assert.Equal(ErrorCode.Unauthenticated, (await user.RefreshSession(stolen.RefreshToken, null)).Error?.Code);
        Assert.Equal(ErrorCode.Unauthenticated, (await user.RefreshSession(next.RefreshToken, null)).Error?.Code);
        Assert.Equal(new SessionEnded(stolen.SessionId, "refresh token reused"), (await frontEnd.NextUserPush()).Event);
        Assert.True(await user.HasSession(other.SessionId));
    }

    [Fact]
    public async Task A_made_up_token_ends_nothing()
    {
        var user = await CreateUser();
        var grant = (await user.StartSession(null)).Required;
        Assert.True(RefreshToken.TryParse(grant.RefreshToken, out var token));
        var madeUp = token with { Family = new byte[RefreshToken.FamilyLength] };

        Assert.Equal(ErrorCode.Unauthenticated, (await user.RefreshSession(madeUp.ToText(), null)).Error?.Code);
        Assert.Null((await user.RefreshSession(grant.RefreshToken, null)).Error);
    }

    [Fact]
    public async Task Ending_the_others_keeps_one()
    {
        var user = await CreateUser();
        var (first, kept, third) = (
            (await user.StartSession(null)).Required, (await user.StartSession(null)).Required, (await user.StartSession(null)).Required);
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        string[] sessions = [first.SessionId, kept.SessionId, third.SessionId];
        await user.Connect(frontEnd.FrontEnd, [.. sessions]);
        await user.EndOtherSessions(kept.SessionId, "password changed");

        Assert.Equal(kept.SessionId, Assert.Single(await user.ListSessions()).Id);
        string[] ended = [first.SessionId, third.SessionId];
        Assert.Equal(ended, (await user.Connect(frontEnd.FrontEnd, [.. sessions])).EndedSessions.ToArray());
    }

    [Fact]
    public async Task The_fifty_first_session_ends_the_oldest()
    {
        var user = await CreateUser();
        var oldest = (await user.StartSession(null)).Required;
        var second = (await user.StartSession(null)).Required;
        for (var i = 2; i < 51; i++)
            await user.StartSession(null);

        Assert.False(await user.HasSession(oldest.SessionId));
        Assert.True(await user.HasSession(second.SessionId));
        Assert.Equal(50, (await user.ListSessions()).Length);
    }

    private async Task<IUserGrain> CreateUser()
    {
        var user = cluster.Grains.GetGrain<IUserGrain>(Ids.NewUser());
        await user.Create($"user{Guid.NewGuid():N}"[..20], "User");
        return user;
    }

    private IUserGrain Again(IUserGrain user) => cluster.Grains.GetGrain<IUserGrain>(user.GetPrimaryKeyString());
}
