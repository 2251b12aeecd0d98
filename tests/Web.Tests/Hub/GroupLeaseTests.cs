using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>When members here may have missed a push of their group.</summary>
public sealed class GroupLeaseTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly GroupLease _lease = new();

    [Fact]
    public void The_first_subscription_missed_nothing()
    {
        Assert.False(_lease.IsLive(Start));
        Assert.False(_lease.Renew(Start));
        Assert.True(_lease.IsLive(Start));
    }

    [Fact]
    public void A_subscription_after_a_failed_one_may_have_missed_something_once()
    {
        _lease.Fail(Start);
        _lease.Fail(Start);
        Assert.True(_lease.Renew(Start));
        Assert.False(_lease.Renew(Start));
    }

    [Fact]
    public void A_failed_renewal_leaves_a_running_lease_alone()
    {
        _lease.Renew(Start);
        var beforeEnd = Start + GroupLease.Duration - TimeSpan.FromTicks(1);
        _lease.Fail(beforeEnd);
        Assert.True(_lease.IsLive(beforeEnd));
        Assert.False(_lease.Renew(beforeEnd));
    }

    [Fact]
    public void A_renewal_after_the_leases_end_may_have_missed_something()
    {
        _lease.Renew(Start);
        var end = Start + GroupLease.Duration;
        Assert.False(_lease.IsLive(end));
        Assert.True(_lease.Renew(end));
        Assert.True(_lease.IsLive(end));
    }
}
