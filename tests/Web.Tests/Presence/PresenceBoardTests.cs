using OrleansChat.Presence;
using OrleansChat.WebFrontend.Presence;

namespace OrleansChat.Web.Tests.Presence;

/// <summary>What a front-end makes of the pushes and snapshots of one shard, however they arrive.</summary>
public sealed class PresenceBoardTests
{
    private static readonly string[] People = [.. Names().Where(name => PresenceShards.IndexOf(name) == 0).Take(3)];
    private static readonly string Shard = PresenceShards.Keys[0];

    private readonly PresenceBoard _board = new();

    [Fact]
    public void Changes_that_follow_on_a_snapshot_are_applied_once()
    {
        Same([Came(0)], _board.ApplySnapshot(Whole("a", 5, Came(0))));
        Same([Came(1)], _board.Apply(Changes("a", 6, Came(0), Came(1))));
        Assert.Empty(_board.Apply(Changes("a", 6, Left(1))));
        Assert.True(_board.IsOnline(People[1]));
        Assert.False(_board.WantsSnapshot(Shard));
    }

    [Fact]
    public void A_change_that_is_missing_makes_it_ask_for_everybody()
    {
        _board.ApplySnapshot(Whole("a", 5, Came(0)));
        Assert.Empty(_board.Apply(Changes("a", 7, Came(1))));
        Assert.True(_board.WantsSnapshot(Shard));
        Same([Left(0), Came(1)], _board.ApplySnapshot(Whole("a", 7, Came(1))));
        Assert.False(_board.WantsSnapshot(Shard));
    }

    [Fact]
    public void A_change_that_never_came_is_noticed_by_the_next_answer()
    {
        _board.ApplySnapshot(Whole("a", 5, Came(0)));
        _board.Expect(Shard, 5);
        Assert.False(_board.WantsSnapshot(Shard));
        _board.Expect(Shard, 6);
        Assert.True(_board.WantsSnapshot(Shard));
    }

    [Fact]
    public void A_snapshot_that_changes_have_overtaken_is_dropped()
    {
        _board.ApplySnapshot(Whole("a", 5, Came(0)));
        _board.Apply(Changes("a", 6, Left(0)));
        Assert.Empty(_board.ApplySnapshot(Whole("a", 5, Came(0))));
        Assert.False(_board.IsOnline(People[0]));
    }

    [Fact]
    public void A_new_activation_of_the_shard_takes_nobody_off_before_it_knows_everybody()
    {
        _board.ApplySnapshot(Whole("a", 5, Came(0), Came(1)));
        Assert.Empty(_board.Apply(Changes("b", 1, Came(2))));
        Assert.True(_board.WantsSnapshot(Shard));
        Same([Came(2)], _board.ApplySnapshot(new PresencePush(Shard, "b", 1, IsWhole: false, [Came(2)])));
        Assert.True(_board.IsOnline(People[0]));
        Same([Left(1)], _board.Apply(Whole("b", 2, Came(0), Came(2))));
    }

    private static void Same(UserPresence[] expected, IEnumerable<UserPresence> actual) => Assert.Equal(expected, actual);

    private static IEnumerable<string> Names() => Enumerable.Range(0, 1_000).Select(i => $"u.{i}");

    private static UserPresence Came(int person) => new(People[person], Online: true, null);

    private static UserPresence Left(int person) => new(People[person], Online: false, null);

    private static PresencePush Whole(string incarnation, long version, params UserPresence[] online) =>
        new(Shard, incarnation, version, IsWhole: true, [.. online]);

    private static PresencePush Changes(string incarnation, long version, params UserPresence[] changes) =>
        new(Shard, incarnation, version, IsWhole: false, [.. changes]);
}
