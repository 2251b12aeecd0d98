using OrleansChat.Grains.Users;

namespace OrleansChat.Grains.Tests.Users;

public sealed class UserGroupsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly UserGroups _groups = new(["g.member"]);

    [Fact]
    public void A_group_that_is_adding_the_user_counts_for_a_while_and_is_then_in_doubt()
    {
        _groups.Joining("g.joining", Now);
        Assert.Equal(["g.joining", "g.member"], _groups.All(Now.AddSeconds(29)).Order());
        Assert.False(_groups.IsDoubtful(Now.AddSeconds(29)));

        Assert.Equal("g.member", Assert.Single(_groups.All(Now.AddSeconds(30))));
        Assert.True(_groups.IsDoubtful(Now.AddSeconds(30)));
    }

    [Fact]
    public void A_group_that_is_left_counts_no_more()
    {
        _groups.Joining("g.joining", Now);
        _groups.Remove("g.joining");
        _groups.Remove("g.member");
        Assert.Empty(_groups.All(Now));
        Assert.False(_groups.IsDoubtful(Now.AddHours(1)));
    }
}
