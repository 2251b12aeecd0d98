using System.Diagnostics;
using Xunit.Abstractions;

namespace OrleansChat.Faults.Cluster;

/// <summary>PostgreSQL is away for twenty seconds, and with it the cluster's membership.</summary>
public sealed class PostgresOutageTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Users = 12;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    /// <summary>A read either answers or says that it cannot.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private PrivatePostgres _postgres = null!;
    private ClusterProcesses _cluster = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PrivatePostgres.StartNew();
        _cluster = await ClusterProcesses.Start(_postgres.ConnectionString, silos: 2, frontEnds: 2);
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Sends_wait_or_are_refused_and_everything_goes_on_without_a_restart()
    {
        await using var crowd = await Crowd.Gather([.. _cluster.FrontEnds.Select(frontEnd => frontEnd.Http)], Users);
        var reader = crowd.Clients[0].User;
        await crowd.SendDuring(async () =>
        {
            await _postgres.Stop();
            var over = Task.Delay(Outage);
            await IsRefusedInTime("a read", () => reader.Inbox());
            await IsRefusedInTime("a sync", () => reader.Sync(new Dictionary<string, long>()));
            await over;
            await _postgres.Start();
        });
        output.WriteLine($"{crowd.AckCount} acknowledged; the slowest after {crowd.Longest.TotalSeconds:0.0} s; {crowd.Errors.Count} refused");

        Assert.All(crowd.Errors, error => Assert.Equal("unavailable", Assert.IsType<Refusal>(error).Code));
        Assert.All(_cluster.Silos, silo => Assert.True(silo.Process.IsRunning, $"{silo.Process.Name} has ended:\n{silo.Process.Output}"));
        await crowd.Check(_postgres.ConnectionString);

        // The membership, too, is what it was: another silo joins, and one may leave.
        await _cluster.AddSilo();
        await crowd.SendDuring(async () => Assert.Equal(0, await _cluster.Silos[0].Process.Terminate()));
        await crowd.Check(_postgres.ConnectionString);
    }

    private async Task IsRefusedInTime(string what, Func<Task> call)
    {
        var clock = Stopwatch.StartNew();
        var refusal = await Assert.ThrowsAsync<Refusal>(call);
        output.WriteLine($"{what} was refused after {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal("unavailable", refusal.Code);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Bound);
    }
}
