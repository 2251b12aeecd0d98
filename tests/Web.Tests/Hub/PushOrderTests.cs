using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Pushes of one stream in the order of their versions, whatever the order in which they come.</summary>
public sealed class PushOrderTests
{
    private readonly PushOrder<long> _order = new();

    [Fact]
    public void Each_comes_once_and_in_order_however_they_change_places()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var order = new PushOrder<long>();
            order.Start(0);
            long[] versions = [.. Enumerable.Range(1, 30).SelectMany(version => Enumerable.Repeat((long)version, random.Next(1, 3)))];
            random.Shuffle(versions);
            Assert.Equal(Enumerable.Range(1, 30).Select(version => (long)version), versions.SelectMany(version => order.Take(version, version)));
            Assert.False(order.HasGap);
        }
    }

    [Fact]
    public void A_gap_is_given_up_when_it_was_open_for_as_long_as_the_timer_ran()
    {
        _order.Start(0);
        _order.Take(2, 2);
        Assert.True(_order.NeedsTimer());
        _order.Take(4, 4);
        Assert.False(_order.NeedsTimer());
        Assert.Equal([2, 4], _order.TimedOut());
        Assert.False(_order.NeedsTimer());
        Assert.Empty(_order.Take(3, 3));
    }

    [Fact]
    public void A_newer_gap_has_a_timer_of_its_own()
    {
        _order.Start(0);
        _order.Take(2, 2);
        Assert.True(_order.NeedsTimer());
        _order.Take(4, 4);
        Assert.Equal([1, 2], _order.Take(1, 1)); // still waits, for 3
        Assert.Empty(_order.TimedOut());
        Assert.True(_order.NeedsTimer());
        Assert.Equal([4], _order.TimedOut());
    }

    [Fact]
    public void A_gap_that_closed_in_time_costs_nothing()
    {
        _order.Start(0);
        _order.Take(2, 2);
        Assert.True(_order.NeedsTimer());
        Assert.Equal([1, 2], _order.Take(1, 1));
        Assert.Empty(_order.TimedOut());
        Assert.False(_order.NeedsTimer());
    }

    [Fact]
    public void Only_what_is_older_than_the_first_one_is_from_before()
    {
        _order.Take(5, 5);
        _order.Take(6, 6);
        Assert.Equal([true, false, false, false], new long[] { 4, 5, 6, 7 }.Select(_order.IsFromBefore));
    }

    [Fact]
    public void Nothing_is_from_before_a_version_that_is_known()
    {
        _order.Start(5);
        Assert.False(_order.IsFromBefore(4));
        _order.Take(6, 6);
        Assert.False(_order.IsFromBefore(5));
    }

    [Fact]
    public void What_is_skipped_gives_free_what_follows_on_it()
    {
        _order.Start(0);
        foreach (var version in new long[] { 3, 5, 6, 8 })
            Assert.Empty(_order.Take(version, version));
        Assert.Equal([3, 5, 6], _order.SkipTo(4));
        Assert.True(_order.HasGap);
        Assert.Equal([7, 8], _order.Take(7, 7));
    }
}
