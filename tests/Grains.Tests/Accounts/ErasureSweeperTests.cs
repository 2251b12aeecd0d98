using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Grains.Accounts;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Accounts;

/// <summary>An erasure that a crash interrupted is found again by its row.</summary>
public sealed class ErasureSweeperTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task One_that_began_long_ago_is_ended_and_one_that_began_just_now_is_left_alone()
    {
        var (old, young) = (await cluster.NewUser(), await cluster.NewUser());
        await cluster.Database.Execute($"""
            INSERT INTO erasures (user_id, account_key, started_at)
            VALUES ('{old}', '@{new string('1', 32)}', now() - interval '1 hour'), ('{young}', '@{new string('2', 32)}', now())
            """);
        await using var database = new Database(cluster.Database.ConnectionString);
        using var sweeper = new ErasureSweeper(
            new ErasureStore(database), cluster.Grains, TimeProvider.System, NullLogger<ErasureSweeper>.Instance);

        await sweeper.Sweep();

        Assert.Equal(ErrorCode.NotFound, (await cluster.Grains.GetGrain<IUserGrain>(old).GetProfile()).Error?.Code);
        Assert.Null((await cluster.Grains.GetGrain<IUserGrain>(young).GetProfile()).Error);
        Assert.Equal(young, await cluster.Database.Read<string>($"SELECT user_id FROM erasures WHERE user_id IN ('{old}', '{young}')"));
    }
}
