using Xunit.Abstractions;

namespace OrleansChat.Faults.Cluster;

/// <summary>A test with silos and front-ends as processes of their own, and a database of its own.</summary>
public abstract class ClusterTest(int silos, int frontEnds, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Users of the crowd; even.</summary>
    protected const int Users = 12;

    protected TestDatabase Database { get; private set; } = null!;

    protected ClusterProcesses Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create();
        Cluster = await ClusterProcesses.Start(Database.ConnectionString, silos, frontEnds, ShortDrain.Settings);
    }

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Database.DisposeAsync();
    }

    private protected Task<Crowd> Gather() => Crowd.Gather([.. Cluster.FrontEnds.Select(frontEnd => frontEnd.Http)], Users);

    /// <summary>Notes a figure that people want to know and no machine can promise.</summary>
    protected void Record(string figure) => output.WriteLine(figure);

    private protected void Record(Crowd crowd) =>
        Record($"{crowd.AckCount} acknowledged; the slowest after {crowd.Longest.TotalSeconds:0.0} s; {crowd.Errors.Count} errors; "
            + $"{crowd.Clients.Sum(client => client.Moves)} moves; {crowd.Clients.Sum(client => client.Syncs)} syncs after lost pushes");
}
