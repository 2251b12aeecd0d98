using System.Reflection;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Presence;

namespace OrleansChat.Grains.Tests.Presence;

/// <summary>A shard that two front-ends report to; the clock is the test's.</summary>
public sealed class PresenceShardTests
{
    private static readonly PresenceOptions Options = new();
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PresenceShard _shard = new(Options);
    private readonly FrontEnd _one = new("one", NoObserver());
    private readonly FrontEnd _two = new("two", NoObserver());

    [Fact]
    public void Who_comes_is_online_once_however_many_front_ends_tell()
    {
        Whole(_one, 0, "ann");
        Whole(_two, 0, "ann", "bob");
        Assert.Equal(["ann", "bob"], _shard.TakeCame().Order());
        Assert.Empty(_shard.TakeCame());
        Assert.Equal(["ann", "bob"], _shard.Online.Order());
    }

    [Fact]
    public void Who_leaves_is_offline_when_the_grace_is_over_as_of_the_leaving()
    {
        Whole(_one, 0, "ann");
        Changes(_one, 5, left: ["ann"]);
        Assert.Empty(_shard.FindGone(At(14.9)));
        Assert.Equal(("ann", At(5)), Assert.Single(_shard.FindGone(At(15))));
        Assert.Contains("ann", _shard.Online);
        Assert.True(_shard.Remove("ann", At(5)));
        Assert.Empty(_shard.Online);
    }

    [Fact]
    public void Who_returns_within_the_grace_was_never_gone()
    {
        Whole(_one, 0, "ann");
        _shard.TakeCame();
        Changes(_one, 1, left: ["ann"]);
        Changes(_one, 9, came: ["ann"]);
        Assert.Empty(_shard.FindGone(At(60)));
        Assert.Empty(_shard.TakeCame());
        Assert.False(_shard.Remove("ann", At(1)));
    }

    [Fact]
    public void Who_returned_and_left_again_has_a_new_grace()
    {
        Whole(_one, 0, "ann");
        Changes(_one, 1, left: ["ann"]);
        var gone = Assert.Single(_shard.FindGone(At(11)));
        Changes(_one, 11, came: ["ann"]);
        Changes(_one, 12, left: ["ann"]);
        Assert.False(_shard.Remove(gone.UserId, gone.LeftAt));
        Assert.Equal(At(12), Assert.Single(_shard.FindGone(At(22))).LeftAt);
    }

    [Fact]
    public void One_of_two_connections_is_enough()
    {
        Whole(_one, 0, "ann");
        Whole(_two, 0, "ann");
        Changes(_one, 1, left: ["ann"]);
        Assert.Empty(_shard.FindGone(At(100)));
    }

    [Fact]
    public void A_front_end_that_falls_silent_loses_its_users_after_its_lease()
    {
        Whole(_one, 0, "ann", "bob");
        Whole(_two, 0, "bob");
        Changes(_two, 29);
        _shard.Expire(At(29.9));
        Assert.Equal(2, _shard.FrontEnds.Count());
        _shard.Expire(At(30));
        Assert.Equal("two", Assert.Single(_shard.FrontEnds).Id);
        Assert.Equal("ann", Assert.Single(_shard.FindGone(At(40))).UserId);
        Assert.False(Changes(_one, 41, came: ["ann"]));
        Assert.True(Whole(_one, 41, "ann"));
        Assert.Empty(_shard.FindGone(At(100)));
    }

    [Fact]
    public void A_whole_report_replaces_what_was_reported()
    {
        Whole(_one, 0, "ann", "bob");
        Whole(_one, 1, "bob", "carol");
        Assert.Equal("ann", Assert.Single(_shard.FindGone(At(11))).UserId);
        Assert.Equal(["ann", "bob", "carol"], _shard.Online.Order());
    }

    [Fact]
    public void Repeated_news_are_none()
    {
        Whole(_one, 0, "ann");
        Changes(_one, 1, came: ["ann"], left: ["nobody"]);
        Changes(_one, 2, left: ["ann"]);
        Assert.Single(_shard.FindGone(At(12)));
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private bool Whole(FrontEnd frontEnd, double seconds, params string[] users) =>
        _shard.Report(frontEnd, isWhole: true, [.. users], [], At(seconds));

    private bool Changes(FrontEnd frontEnd, double seconds, string[]? came = null, string[]? left = null) =>
        _shard.Report(frontEnd, isWhole: false, [.. came ?? []], [.. left ?? []], At(seconds));

    private static IFrontEndObserver NoObserver() => DispatchProxy.Create<IFrontEndObserver, Never>();

    public class Never : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new NotSupportedException();
    }
}
