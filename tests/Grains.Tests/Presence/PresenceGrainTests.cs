using OrleansChat.Presence;

namespace OrleansChat.Grains.Tests.Presence;

/// <summary>Front-ends report to the real shards, with the real times.</summary>
public sealed class PresenceGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Who_comes_and_goes_is_pushed_to_every_front_end_and_the_going_is_stored_first()
    {
        var user = await cluster.NewUser();
        var (one, two) = (new FakeFrontEnd(cluster.Grains), new FakeFrontEnd(cluster.Grains));
        var first = await Report(user, one, isWhole: true);
        await Report(user, two, isWhole: true);

        await Report(user, one, came: [user], incarnation: first.Incarnation);
        foreach (var frontEnd in new[] { one, two })
            Assert.Equal(new UserPresence(user, true, null), await NextOf(user, frontEnd));

        await Report(user, one, left: [user], incarnation: first.Incarnation);
        foreach (var frontEnd in new[] { one, two })
        {
            // After the grace of ten seconds; a fake front-end waits as long.
            var offline = await NextOf(user, frontEnd).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.False(offline.Online);
            var stored = await cluster.Database.Read<DateTime>($"SELECT last_seen_at FROM user_presence WHERE user_id = '{user}'");
            Assert.InRange((offline.LastSeenAt!.Value.UtcDateTime - stored).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }
        GC.KeepAlive(one);
        GC.KeepAlive(two);
    }

    [Fact]
    public async Task A_shard_that_lost_its_memory_asks_for_everybody()
    {
        var user = await cluster.NewUser();
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        var before = await Report(user, frontEnd, isWhole: true, came: [user]);
        Assert.True(before.IsKnown);
        await cluster.Restart();

        frontEnd = new FakeFrontEnd(cluster.Grains);
        var after = await Report(user, frontEnd, incarnation: before.Incarnation);
        Assert.False(after.IsKnown);
        Assert.NotEqual(before.Incarnation, after.Incarnation);
        var whole = await Report(user, frontEnd, isWhole: true, came: [user], wantsSnapshot: true);
        Assert.Contains(whole.Snapshot!.Changes, presence => presence.UserId == user && presence.Online);
        Assert.False(whole.Snapshot.IsWhole); // it is young: others may not have reported yet
        GC.KeepAlive(frontEnd);
    }

    [Fact]
    public async Task A_front_end_that_the_shard_does_not_know_must_report_everybody()
    {
        var user = await cluster.NewUser();
        var (known, stranger) = (new FakeFrontEnd(cluster.Grains), new FakeFrontEnd(cluster.Grains));
        var answer = await Report(user, known, isWhole: true);
        Assert.False((await Report(user, stranger, came: [user], incarnation: answer.Incarnation)).IsKnown);
        GC.KeepAlive(known);
        GC.KeepAlive(stranger);
    }

    private static async Task<UserPresence> NextOf(string userId, FakeFrontEnd frontEnd)
    {
        while (true)
        {
            var push = await frontEnd.NextPresencePush();
            if (push.Changes.FirstOrDefault(change => change.UserId == userId) is { } change)
                return change;
        }
    }

    private Task<PresenceAnswer> Report(
        string userId, FakeFrontEnd frontEnd, bool isWhole = false, string[]? came = null, string[]? left = null,
        string? incarnation = null, bool wantsSnapshot = false) =>
        cluster.Grains.GetGrain<IPresenceGrain>(PresenceShards.Keys[PresenceShards.IndexOf(userId)]).Report(
            new PresenceReport(frontEnd.FrontEnd, incarnation, isWhole, [.. came ?? []], [.. left ?? []], wantsSnapshot));
}
