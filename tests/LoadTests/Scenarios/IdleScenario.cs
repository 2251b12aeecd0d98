using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// Memory of signed-in connections that say nothing but their keep-alives, grains of their users included: resident memory of a fresh
/// server that has its code loaded, and with all connected.
/// </summary>
internal sealed class IdleScenario : IScenario
{
    /// <summary>So many connect and go first, so that what is loaded once does not count.</summary>
    private const int First = 100;

    public string Name => "idle";

    public string Description => "memory of 5,000 signed-in idle connections, grains of their users included";

    public TimeSpan Planned(Effort effort) => 2 * (Rest(effort) + TimeSpan.FromSeconds(16));

    public async Task<Findings> Run(Bench bench)
    {
        var findings = new Findings();
        var table = new Table($"{bench.Effort.Crowd:N0} connections", "KB each", "kernel KB each", "MB before", "MB with all", "CPU % of a core");
        Contender[] contenders = [await bench.Stage.Product(), await bench.Stage.Baseline()];
        foreach (var contender in contenders)
        {
            var figures = await Measure(bench, contender);
            table.Row(contender.Name, Spread.Figure(figures.KilobytesEach), Spread.Figure(figures.KernelKilobytesEach), Spread.Figure(figures.MegabytesBefore), Spread.Figure(figures.MegabytesAll), Spread.Figure(100 * figures.CpuShare));
            if (contender == contenders[0])
                findings.AddAll(figures);
            else
                findings.Add("baseline", figures);
        }
        findings.Tables.Add(table);
        return findings;
    }

    private static async Task<IdleFigures> Measure(Bench bench, Contender contender)
    {
        var count = bench.Effort.Crowd;
        bench.Say($"{contender.Name}: a fresh process, {First} users come and go");
        await contender.Restart();
        var some = await contender.Connect(bench.Loop, [.. Enumerable.Range(0, First)], bench.Cancel);
        await bench.Loop.Run(() => Array.ForEach(some, connection => connection.Drop()));
        await bench.Loop.Delay(Rest(bench.Effort) / 4, bench.Cancel);
        var (before, kernelBefore) = (contender.Resident, ProcFiles.TcpMemory());
        bench.Say($"{contender.Name}: {count:N0} users connect");
        var all = await contender.Connect(bench.Loop, [.. Enumerable.Range(0, count)], bench.Cancel);
        bench.Say($"{contender.Name}: {count:N0} users idle");
        await bench.Loop.Delay(Rest(bench.Effort) / 2, bench.Cancel);
        var start = contender.Use;
        await bench.Loop.Delay(Rest(bench.Effort) / 2, bench.Cancel);
        var used = contender.Use - start;
        var (after, kernelAfter) = (contender.Resident, ProcFiles.TcpMemory());
        await bench.Loop.Run(() => Array.ForEach(all, connection => connection.Drop()));
        return new(
            count,
            Spread.Round((after - before) / (double)count),
            Spread.Round((kernelAfter - kernelBefore) / (double)count),
            Spread.Round(before / 1024.0),
            Spread.Round(after / 1024.0),
            Spread.Round((used.Server + used.Postgres) / used.Time * 1e6));
    }

    /// <summary>Long enough for collections of garbage and a renewal of all leases.</summary>
    private static TimeSpan Rest(Effort effort) => effort.WarmUp * 2;

    private sealed record IdleFigures(
        int Connections, double KilobytesEach, double KernelKilobytesEach, double MegabytesBefore, double MegabytesAll, double CpuShare);
}
