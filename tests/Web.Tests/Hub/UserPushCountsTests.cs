using OrleansChat.Users;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Whose pushes were lost on the way from the grain, as the grain's number tells.</summary>
public sealed class UserPushCountsTests
{
    private readonly UserPushCounts _counts = new();

    [Fact]
    public void Who_was_pushed_everything_has_missed_nothing()
    {
        Renew(Answer(isRenewal: false, pushed: 0));
        Arrive(3);
        Assert.False(Renew(Answer(pushed: 3)));
    }

    [Fact]
    public void A_push_that_does_not_come_in_time_is_missed_once()
    {
        Renew(Answer(isRenewal: false, pushed: 0));
        Arrive(2);
        var answer = Answer(pushed: 3);
        Assert.True(Renew(answer));
        Assert.True(_counts.HasMissed("alice", answer));
        Assert.False(_counts.HasMissed("alice", answer));
        Arrive(1);
        Assert.False(Renew(Answer(pushed: 4)));
    }

    [Fact]
    public void One_that_was_only_slow_is_not_missed()
    {
        Renew(Answer(isRenewal: false, pushed: 0));
        var answer = Answer(pushed: 1);
        Assert.True(Renew(answer));
        Arrive(1);
        Assert.False(_counts.HasMissed("alice", answer));
    }

    [Theory]
    [InlineData(false, "first")]
    [InlineData(true, "second")]
    public void A_new_lease_counts_from_its_beginning(bool isRenewal, string incarnation)
    {
        Renew(Answer(isRenewal: false, pushed: 0));
        Arrive(5);
        var before = _counts.Begin("alice");
        Arrive(1); // of the new lease, before its first answer
        Assert.False(_counts.Renewed("alice", before, Answer(isRenewal, pushed: 1, incarnation)));
        Assert.True(Renew(Answer(pushed: 2, incarnation: incarnation)));
    }

    [Fact]
    public void A_lease_that_was_there_before_the_user_came_back_counts_from_now_on()
    {
        Assert.False(Renew(Answer(pushed: 40)));
        Arrive(1);
        Assert.False(Renew(Answer(pushed: 41)));
        Assert.True(Renew(Answer(pushed: 42)));
    }

    [Fact]
    public void Of_who_has_left_nothing_is_counted()
    {
        var answer = Answer(pushed: 1);
        Renew(Answer(isRenewal: false, pushed: 0));
        _counts.Forget("alice");
        Arrive(1);
        Assert.False(_counts.HasMissed("alice", answer));
    }

    private bool Renew(UserConnection answer) => _counts.Renewed("alice", _counts.Begin("alice"), answer);

    private void Arrive(int pushes)
    {
        for (var i = 0; i < pushes; i++)
            _counts.Arrived("alice");
    }

    private static UserConnection Answer(bool isRenewal = true, long pushed = 0, string incarnation = "first") =>
        FakeFrontEnd.Answer(isRenewal: isRenewal, incarnation: incarnation) with { Pushed = pushed };
}
