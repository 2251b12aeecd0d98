using OrleansChat.Chaos;
using OrleansChat.Chaos.Checker;
using Xunit.Abstractions;

namespace OrleansChat.Faults;

/// <summary>A short run of scripts/chaos: it lives, and nothing is wrong.</summary>
public sealed class ChaosTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Of its plans three faults of either runtime: processes and PostgreSQL.</summary>
    private const int Seed = 1;
    private static readonly bool IsCluster = Repository.Runtime == "Orleans";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Under_faults_nothing_is_lost_doubled_or_out_of_order()
    {
        var options = new ChaosOptions(
            Minutes: 0.7, Seed, Silos: IsCluster ? 2 : 0, FrontEnds: IsCluster ? 2 : 1, Users: 20, Rate: 40);

        var run = await new ChaosRun(options, output.WriteLine).Run(CancellationToken.None);

        run.Write(_file);
        Assert.True(run.Verdict.IsGood, $"{run.Verdict}: {string.Join("\n", run.Info.Findings)}");
        Assert.Equal(FaultSchedule.Make(Seed, options.Length, options.Silos, options.FrontEnds).Length, run.Verdict.Faults);
        Assert.InRange(run.Verdict.Acked, 500, int.MaxValue);
        Assert.NotEmpty(run.History.Connections.SelectMany(connection => connection.Pushes));
        Assert.Equal(run.Verdict, Judge.Check(ChaosFile.Read(_file).History).Verdict);
    }
}
