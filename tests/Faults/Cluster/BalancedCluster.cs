namespace OrleansChat.Faults.Cluster;

/// <summary>A silo, two front-ends and the load balancer in front of them, for all tests of a class.</summary>
public sealed class BalancedCluster : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public ClusterProcesses Processes { get; private set; } = null!;

    public LoadBalancerProcess Balancer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create();
        Processes = await ClusterProcesses.Start(Database.ConnectionString, silos: 1, frontEnds: 2,
            new Dictionary<string, string>(ShortDrain.Settings) { ["Chat__TrustedProxies"] = "127.0.0.1" });
        Balancer = await LoadBalancerProcess.Start([.. Processes.FrontEnds.Select(frontEnd => frontEnd.Address)]);
    }

    public async Task DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await Processes.DisposeAsync();
        await Database.DisposeAsync();
    }
}
