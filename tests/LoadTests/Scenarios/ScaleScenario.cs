using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// Direct messages through 1, 2 and 3 silos on Orleans and one front-end, all on one core: not how fast they are, but what more silos
/// cost. How the grains spread, and how many messages the silos send each other for one of a user.
/// </summary>
internal sealed class ScaleScenario : IScenario
{
    private const int Users = 200;
    private const string BetweenSilos = "orleans-messaging-sent-messages-size";
    private const string Activations = "orleans-catalog-activations";

    public string Name => "scale";

    public string Description => "silos on Orleans, one to three: CPU for a message, spread of grains, messages between silos";

    public TimeSpan Planned(Effort effort) => Sizes(effort).Aggregate(
        TimeSpan.Zero, (sum, silos) => sum + WarmUp(effort, silos) + effort.Round + TimeSpan.FromSeconds(14));

    public async Task<Findings> Run(Bench bench)
    {
        var findings = new Findings();
        if (!bench.Stage.HasOrleans)
        {
            findings.Add("skipped", "Orleans was not built");
            findings.Notes.Add("Orleans was not built (your package feed lacks it): there is no cluster to measure.");
            return findings;
        }
        await using var metrics = await SiloMetrics.Start();
        var (sizes, traffic) = (new List<SizeFigures>(), new List<Traffic>());
        var table = new Table("closed loop, 200 under way", "messages/s", "CPU-ms (PostgreSQL)", "of silos and front-end", "ack p50/p99/max ms", "between silos", "activations of each silo");
        foreach (var silos in Sizes(bench.Effort))
        {
            var figures = await Measure(bench, metrics, silos, traffic);
            sizes.Add(figures);
            table.Row($"{silos} silo{(silos == 1 ? "" : "s")}", Spread.Figure(figures.Round.MessagesPerSecond), $"{figures.Round.CpuMs}", Spread.Figure(figures.Round.CpuMs.Server),
                $"{figures.Round.Acks}", Spread.Figure(figures.BetweenSilosPerMessage), string.Join(" ", figures.Activations));
        }
        findings.Add("silos", sizes);
        findings.Add("cpuRatioOfThreeSilos", Spread.Round(sizes[^1].Round.CpuMs.Total / sizes[0].Round.CpuMs.Total));
        findings.Tables.Add(table);
        findings.Notes.Add("Metrics are exported every second meanwhile, at each size alike. Between silos: requests and answers for one message of a user.");
        Warnings.Add(findings, sizes.Select(size => Rounds.Of([size.Round])), traffic);
        return findings;
    }

    /// <summary>Silos: what the third adds says most, where there is not the time for all.</summary>
    private static int[] Sizes(Effort effort) => effort == Effort.Full ? [1, 2, 3] : [1, 3];

    /// <summary>Longer for more: all of them compile at the same time, on one core.</summary>
    private static TimeSpan WarmUp(Effort effort, int silos) => effort.WarmUp + ((silos - 1) * TimeSpan.FromSeconds(5));

    private static async Task<SizeFigures> Measure(Bench bench, SiloMetrics metrics, int silos, List<Traffic> traffic)
    {
        var database = await bench.Stage.SeededDatabase($"scale{silos}");
        await using var cluster = Cluster.Make(bench.Machine, silos, database, bench.Stage.Keys, bench.Stage.SeededUserList, metrics);
        bench.Say($"{cluster.Name} start");
        await cluster.Start();
        bench.Say($"{cluster.Name}: {Users} users connect, and warm-up");
        var pairs = await Pairs.Connect(bench, cluster, Users);
        traffic.Add(pairs.Traffic);
        await bench.Run(cluster, pairs.Traffic, new ClosedLoop(pairs.Speakers), WarmUp(bench.Effort, silos));
        await bench.Loop.Delay(2 * SiloMetrics.Interval, bench.Cancel);
        var before = Between(cluster, metrics);
        bench.Say($"{cluster.Name}: measuring");
        // All of it, from start to stop, so that the silos' own counts are of just these messages.
        var start = cluster.Use;
        await pairs.Traffic.Count();
        await pairs.Traffic.Start(new ClosedLoop(pairs.Speakers));
        await bench.Loop.Delay(bench.Effort.Round, bench.Cancel);
        await pairs.Traffic.Drain(bench.Cancel);
        var use = cluster.Use - start;
        await pairs.Traffic.Stop(bench.Cancel);
        var round = Round.Of(await pairs.Traffic.Count(), use, cluster.Resident);
        await bench.Loop.Delay(2 * SiloMetrics.Interval, bench.Cancel);
        var sent = Between(cluster, metrics) - before;
        int[] activations = [.. metrics.Read(Activations).Where(silo => cluster.IsSilo(silo.Key)).Select(silo => (int)silo.Value)];
        await pairs.Close(bench.Loop);
        await cluster.Stop();
        return new(silos, Spread.Round(sent / Math.Max(1, round.Acks.Count)), activations, round);
    }

    private static double Between(Cluster cluster, SiloMetrics metrics) =>
        metrics.Read(BetweenSilos, "SiloToSilo").Where(silo => cluster.IsSilo(silo.Key)).Sum(silo => silo.Value);

    private sealed record SizeFigures(int Silos, double BetweenSilosPerMessage, int[] Activations, Round Round);
}
