using Xunit.Abstractions;

namespace OrleansChat.Faults.Cluster;

/// <summary>A silo stands still for a minute and goes on as if nothing had happened, while its grains run elsewhere.</summary>
public sealed class FrozenSiloTests(ITestOutputHelper output) : ClusterTest(silos: 3, frontEnds: 2, output)
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_writes_nothing_stale_and_ends_when_it_finds_itself_declared_dead()
    {
        await using var crowd = await Gather();
        var frozen = Cluster.Silos[1].Process;
        await crowd.SendDuring(async () =>
        {
            frozen.Freeze();
            await Task.Delay(Standstill);
            frozen.Thaw();
            await frozen.Ended().Within("the thawed silo ends", TimeSpan.FromSeconds(40));
        });
        Record(crowd);
        Assert.NotEqual(0, frozen.ExitCode);
        Assert.All(crowd.Errors, error => Assert.Equal("unavailable", Assert.IsType<Refusal>(error).Code));
        await crowd.Converges(Database.ConnectionString);
        await crowd.Check(Database.ConnectionString);
    }
}
