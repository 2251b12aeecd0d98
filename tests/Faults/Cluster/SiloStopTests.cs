using Xunit.Abstractions;

namespace OrleansChat.Faults.Cluster;

/// <summary>A silo is told to stop while a crowd is sending, and starts again.</summary>
public sealed class SiloStopTests(ITestOutputHelper output) : ClusterTest(silos: 2, frontEnds: 2, output)
{
    [Fact]
    public async Task No_call_fails()
    {
        await using var crowd = await Gather();
        await crowd.SendDuring(async () =>
        {
            Assert.Equal(0, await Cluster.Silos[0].Process.Terminate());
            await crowd.Acked(crowd.AckCount + 200);
            await Cluster.Silos[0].Start();
            await crowd.Acked(crowd.AckCount + 200);
            Assert.Equal(0, await Cluster.Silos[1].Process.Terminate());
        });
        Record(crowd);
        crowd.CheckNobodySawAnError();
        await crowd.Converges(Database.ConnectionString);
        await crowd.Check(Database.ConnectionString);
    }
}
