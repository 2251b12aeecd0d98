using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Scenarios;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests;

/// <summary>What <c>scripts/bench</c> runs: scenarios one after the other, a report on the terminal, and one in a file.</summary>
internal static class BenchCommand
{
    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<IScenario> Scenarios { get; } = [new LimitsScenario(), new DirectScenario(), new GroupScenario(), new HotScenario(), new IdleScenario(), new StormScenario(), new HistoryScenario(), new SearchScenario(), new ScaleScenario()];

    /// <param name="options"><c>--scenarios</c> names with commas, <c>--effort</c>, <c>--json</c>, <c>--server-core</c>, <c>--generator-core</c>,
    /// <c>--database</c>, <c>--postgres-pid</c>, <c>--folder</c>, <c>--svg</c>, <c>--orleans</c> 1 when
    /// the servers on Orleans were built.</param>
    public static async Task Run(Options options)
    {
        var scenarios = options.Text("scenarios").Split(',').Select(Find).ToArray();
        var effort = Effort.Find(options.Text("effort"));
        var machine = new Machine(
            options.Number("server-core", 0), options.Number("generator-core", 1), options.Server, options.Number("postgres-pid", 0), options.Text("folder"));
        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            // What was started is ended on the way out.
            context.Cancel = true;
            stop.Cancel();
        });
        machine.PinPostgres();
        var progress = new Progress([.. scenarios.Select(scenario => scenario.Planned(effort).TotalSeconds)]);
        var info = RunInfo.Of(machine, effort);
        var report = new JsonObject { ["info"] = Findings.Node(info) };
        using var loop = new EventLoop();
        await using var stage = new Stage(machine, effort.Crowd + HistoryScenario.Readers, options.Number("orleans", 0) == 1, progress.Say, stop.Token);
        var bars = new List<BarGroup>();
        var bench = new Bench(machine, stage, loop, effort, progress, stop.Token);
        try
        {
            foreach (var scenario in scenarios)
            {
                progress.Begin(scenario.Name);
                var findings = await scenario.Run(bench);
                report[scenario.Name] = findings.Figures;
                bars.AddRange(findings.Bars);
                Print(progress, scenario, findings);
                // After each: a run that is ended early leaves what it has.
                if (options.Find("json") is { } file)
                    await File.WriteAllTextAsync(file, report.ToJsonString(new JsonSerializerOptions(JsonSerializerOptions.Web) { WriteIndented = true }) + "\n", stop.Token);
            }
            if (options.Find("svg") is { } chart && bars.Count > 0)
                await File.WriteAllTextAsync(chart, Chart.Draw($"scripts/bench, {info.Effort} run of {info.Date:yyyy-MM-dd}; {info.Processor}, {info.Cores} cores. Lines: range over the rounds.", bars), stop.Token);
            progress.Print($"Done in {progress.Elapsed.TotalMinutes:F1} minutes.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            progress.Print("Stopped");
        }
    }

    private static IScenario Find(string name) => Scenarios.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new ArgumentException($"There is no scenario '{name}'. There are: {string.Join(", ", Scenarios.Select(scenario => scenario.Name))}.");

    private static void Print(Progress progress, IScenario scenario, Findings findings)
    {
        progress.Print($"\n{scenario.Name}: {scenario.Description}\n");
        foreach (var table in findings.Tables)
            progress.Print($"{table}");
        foreach (var note in findings.Notes)
            progress.Print($"  {note}");
    }
}
