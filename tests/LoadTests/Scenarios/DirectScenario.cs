using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// 200 users in 100 pairs, each with one message under way, which is as much as goes through; then at fixed rates, for the times to the
/// Ack. OrleansChat on the in-process runtime and on Orleans, and the baseline, by turns.
/// </summary>
internal sealed class DirectScenario : IScenario
{
    private const int Users = 200;

    /// <summary>Beyond that a rate is not kept.</summary>
    private const double Kept = 0.97;

    /// <summary>Milliseconds; below that it does not show in times to the Ack.</summary>
    private const double LateLimit = 0.5;

    public string Name => "direct";

    public string Description => "200 users in 100 pairs: as fast as it goes, and at fixed rates; OrleansChat, Orleans, baseline";

    public TimeSpan Planned(Effort effort) =>
        (3 * (effort.WarmUp + (effort.Rounds * effort.Round))) + (2 * effort.Rates.Length * effort.Step) + TimeSpan.FromSeconds(20);

    public async Task<Findings> Run(Bench bench)
    {
        var contenders = new List<Contender> { await bench.Stage.Product() };
        var findings = new Findings();
        contenders.Add(await bench.Stage.Baseline());
        if (bench.Stage.HasOrleans)
            contenders.Add(await bench.Stage.Product("Orleans"));
        else
            findings.Notes.Add("Orleans was not built (your package feed lacks it): its part is left out.");

        var pairs = new List<Pairs>();
        foreach (var contender in contenders)
        {
            bench.Say($"{contender.Name}: {Users} users connect, and warm-up");
            var pair = await Pairs.Connect(bench, contender, Users);
            pairs.Add(pair);
            await bench.Run(contender, pair.Traffic, new ClosedLoop(pair.Speakers), bench.Effort.WarmUp);
        }
        var rounds = contenders.Select(_ => new List<Round>()).ToArray();
        for (var round = 0; round < bench.Effort.Rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                bench.Say($"round {round + 1} of {bench.Effort.Rounds}: {contenders[i].Name}");
                rounds[i].Add(await bench.Run(contenders[i], pairs[i].Traffic, new ClosedLoop(pairs[i].Speakers), bench.Effort.Round));
            }
        }
        var ladders = new List<List<Step>>();
        foreach (var pair in pairs.Take(2))
            ladders.Add(await Ladder(bench, pair));
        foreach (var pair in pairs)
            await pair.Close(bench.Loop);
        Report(findings, contenders, [.. rounds.Select(some => Rounds.Of(some))], ladders, pairs);
        return findings;
    }

    /// <summary>Up to the rate that is not kept.</summary>
    private static async Task<List<Step>> Ladder(Bench bench, Pairs pairs)
    {
        var steps = new List<Step>();
        foreach (var rate in bench.Effort.Rates)
        {
            bench.Say($"{pairs.Contender.Name} at {rate:N0} messages a second");
            var pace = new OpenLoop(pairs.Speakers, rate);
            var round = await bench.Run(pairs.Contender, pairs.Traffic, pace, bench.Effort.Step);
            var isKept = !pace.IsOverloaded && round.MessagesPerSecond >= Kept * rate;
            steps.Add(new(rate, isKept, round));
            if (!isKept)
                break;
        }
        return steps;
    }

    private static void Report(
        Findings findings, List<Contender> contenders, Rounds[] rounds, List<List<Step>> ladders, List<Pairs> pairs)
    {
        var (product, baseline) = (rounds[0], rounds[1]);
        var ratio = Rounds.Ratio(product, baseline, round => round.MessagesPerSecond);
        findings.AddAll(product);
        findings.Add("messagesPerSecond", product.MessagesPerSecond.Median);
        findings.Add("messagesPerSecondSpread", product.MessagesPerSecond);
        findings.Add("ratio", ratio.Median);
        findings.Add("ratioSpread", ratio);
        findings.Add("rates", ladders[0]);
        findings.Add("baseline", baseline);
        findings.Figures["baseline"]!["rates"] = Findings.Node(ladders[1]);
        var table = new Table("closed loop, 200 under way", "messages/s", "ack p50/p99/max ms", "delivery p50/p99/max ms", "CPU-ms (PostgreSQL)", "MB");
        for (var i = 0; i < contenders.Count; i++)
            table.Row(contenders[i].Name, $"{rounds[i].MessagesPerSecond}", $"{rounds[i].AckMs}", $"{rounds[i].DeliveryMs}", $"{rounds[i].CpuMsPerMessage}", Spread.Figure(rounds[i].ServerMegabytes));
        findings.Tables.Add(table);
        if (rounds.Length > 2)
        {
            var cpu = Rounds.Ratio(rounds[2], product, round => round.CpuMs.Total);
            findings.Add("orleans", rounds[2]);
            findings.Add("orleansCpuRatio", cpu);
            findings.Notes.Add($"Orleans in one process needs {cpu} times the CPU of the in-process runtime for a message.");
        }
        findings.Bars.Add(new("Durable direct messages a second, one core", "longer is better",
            [.. contenders.Select((contender, i) => new Bar(contender.Name, rounds[i].MessagesPerSecond, i == 0))]));
        findings.Bars.Add(new("CPU-ms of server and PostgreSQL for each", "shorter is better",
            [.. contenders.Select((contender, i) => new Bar(contender.Name, Spread.Of(rounds[i].Each.Select(round => round.CpuMs.Total)), i == 0))]));
        findings.Notes.Add($"OrleansChat commits {ratio} times the messages of the baseline.");
        var rates = new Table("open loop", "messages/s", "ack p50/p99/max ms", "delivery p50/p99/max ms", "CPU-ms (PostgreSQL)", "generator late p99 ms", "kept");
        foreach (var (contender, steps) in contenders.Zip(ladders))
        {
            foreach (var step in steps)
                rates.Row($"{contender.Name} at {step.Rate:N0}/s", Spread.Figure(step.Round.MessagesPerSecond), $"{step.Round.Acks}", $"{step.Round.Deliveries}", $"{step.Round.CpuMs}", Spread.Figure(step.Round.LateP99Ms), step.IsKept ? "yes" : "no");
        }
        findings.Tables.Add(rates);
        if (ladders.SelectMany(steps => steps).Where(step => step.IsKept).Select(step => step.Round.LateP99Ms).DefaultIfEmpty().Max() is > LateLimit and var late)
            findings.Notes.Add($"WARNING: the generator sent up to {Spread.Figure(late)} ms late (p99) at a fixed rate: others took its core, and times at fixed rates hold that.");
        Warnings.Add(findings, rounds, pairs.Select(pair => pair.Traffic));
    }

    private sealed record Step(int Rate, bool IsKept, Round Round);
}
