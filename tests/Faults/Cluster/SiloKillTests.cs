using Xunit.Abstractions;

namespace OrleansChat.Faults.Cluster;

/// <summary>One of three silos is killed while a crowd is sending.</summary>
public sealed class SiloKillTests(ITestOutputHelper output) : ClusterTest(silos: 3, frontEnds: 2, output)
{
    /// <summary>Ten seconds are promised; machines that run tests are busy.</summary>
    private static readonly TimeSpan Bearable = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Users_of_its_grains_see_a_delay_and_no_error_and_are_told_of_everything()
    {
        await using var crowd = await Gather();
        await crowd.SendDuring(Cluster.Silos[1].Process.Kill);
        Record(crowd);
        crowd.CheckNobodySawAnError();
        Assert.InRange(crowd.Longest, TimeSpan.Zero, Bearable);
        await crowd.Converges(Database.ConnectionString);
        await crowd.Check(Database.ConnectionString);
    }

    [Fact]
    public async Task A_silo_that_comes_back_serves_and_another_one_may_die()
    {
        await using var crowd = await Gather();
        await crowd.SendDuring(async () =>
        {
            await Cluster.Silos[0].Process.Kill();
            await crowd.Acked(crowd.AckCount + 200);
            await Cluster.Silos[0].Start();
            await crowd.Acked(crowd.AckCount + 200);
            await Cluster.Silos[2].Process.Kill();
        });
        Record(crowd);
        crowd.CheckNobodySawAnError();
        await crowd.Check(Database.ConnectionString);
    }
}
