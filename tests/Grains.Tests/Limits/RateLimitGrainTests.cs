using OrleansChat.Limits;

namespace OrleansChat.Grains.Tests.Limits;

/// <summary>Two front-ends count an address together.</summary>
public sealed class RateLimitGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task However_many_ask_at_once_the_limit_holds_for_all_of_them_together()
    {
        var waits = await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(_ => Enumerable.Range(0, 40).Select(_ => Take("203.0.113.7"))));
        Assert.Equal(30, waits.Count(wait => wait is null));
        Assert.All(waits.OfType<TimeSpan>(), wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Null(await Take("203.0.113.8"));
    }

    [Fact]
    public void Addresses_spread_over_the_shards()
    {
        var shards = Enumerable.Range(0, 5_000).Select(i => RateLimitShards.KeyFor($"10.0.{i / 256}.{i % 256}")).ToHashSet();
        Assert.Equal(RateLimitShards.Count, shards.Count);
        Assert.All(shards, shard => Assert.StartsWith("l.", shard, StringComparison.Ordinal));
        // Every version of every front-end must agree.
        Assert.Equal("l.32", RateLimitShards.KeyFor("203.0.113.7"));
    }

    private Task<TimeSpan?> Take(string address) => cluster.Grains.GetGrain<IRateLimitGrain>(RateLimitShards.KeyFor(address))
        .TryTake("registration", address, 30, TimeSpan.FromMinutes(1));
}
