using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// 50 members who all write into one group, each with one message under way. Then what quiet pairs feel of it: their times to the Ack
/// alone and beside the hot group, which takes all the CPU it can get.
/// </summary>
internal sealed class HotScenario : IScenario
{
    private const int Members = 50;
    private const int QuietUsers = 20;
    private const int QuietRate = 50;

    /// <summary>What only direct messages run is compiled, and their grains are loaded.</summary>
    private static readonly TimeSpan QuietWarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Indexes: the quiet ones are no members.</summary>
    private const int FirstQuiet = 60;

    public string Name => "hot";

    public string Description => "50 members all writing into one group; and what quiet pairs beside it feel";

    public TimeSpan Planned(Effort effort) => (2 * effort.WarmUp) + (2 * effort.Rounds * effort.Round) + (2 * effort.Rounds * QuietTime(effort)) + QuietWarmUp + TimeSpan.FromSeconds(10);

    public async Task<Findings> Run(Bench bench)
    {
        var findings = new Findings();
        Contender[] contenders = [await bench.Stage.Product(), await bench.Stage.Baseline()];
        var crowds = new List<Crowd>();
        foreach (var contender in contenders)
        {
            bench.Say($"{contender.Name}: {Members} members connect, and warm-up");
            crowds.Add(await Crowd.Gather(bench, contender, Members));
            await bench.Run(contender, crowds[^1].Traffic, new ClosedLoop(crowds[^1].Speakers), bench.Effort.WarmUp);
        }
        var rounds = contenders.Select(_ => new List<Round>()).ToArray();
        for (var round = 0; round < bench.Effort.Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                bench.Say($"round {round + 1} of {bench.Effort.Rounds}: {contenders[i].Name}");
                rounds[i].Add(await bench.Run(contenders[i], crowds[i].Traffic, new ClosedLoop(crowds[i].Speakers), bench.Effort.Round));
            }
        }
        Rounds[] all = [Rounds.Of(rounds[0]), Rounds.Of(rounds[1])];
        var ratio = Rounds.Ratio(all[0], all[1], round => round.MessagesPerSecond);
        findings.AddAll(all[0]);
        findings.Add("messagesPerSecond", all[0].MessagesPerSecond.Median);
        findings.Add("messagesPerSecondSpread", all[0].MessagesPerSecond);
        findings.Add("baseline", all[1]);
        findings.Add("ratio", ratio.Median);
        var table = new Table("50 writers, one group", "messages/s", "deliveries/s", "ack p50/p99/max ms", "delivery p50/p99/max ms", "CPU-ms (PostgreSQL)");
        for (var i = 0; i < contenders.Length; i++)
            table.Row(contenders[i].Name, $"{all[i].MessagesPerSecond}", $"{all[i].DeliveriesPerSecond}", $"{all[i].AckMs}", $"{all[i].DeliveryMs}", $"{all[i].CpuMsPerMessage}");
        findings.Tables.Add(table);

        var quiet = await BesideQuiet(bench, findings, crowds[0]);
        foreach (var crowd in crowds)
            await crowd.Close(bench.Loop);
        Warnings.Add(findings, all, crowds.Select(crowd => crowd.Traffic).Append(quiet));
        return findings;
    }

    private static TimeSpan QuietTime(Effort effort) => effort == Effort.Full ? 2 * effort.Round : effort.Round;

    /// <summary>By turns: alone, and beside the hot group.</summary>
    private static async Task<Traffic> BesideQuiet(Bench bench, Findings findings, Crowd hot)
    {
        var quiet = await Pairs.Connect(bench, hot.Contender, QuietUsers, FirstQuiet);
        await bench.Run(hot.Contender, quiet.Traffic, new ClosedLoop(quiet.Speakers), QuietWarmUp);
        var (alone, beside) = (new Tally(), new Tally());
        for (var round = 0; round < bench.Effort.Rounds; round++)
        {
            bench.Say($"{QuietUsers / 2} quiet pairs alone, round {round + 1} of {bench.Effort.Rounds}");
            alone.Add(await Listen(bench, quiet));
            bench.Say($"{QuietUsers / 2} quiet pairs beside the hot group, round {round + 1} of {bench.Effort.Rounds}");
            await hot.Traffic.Start(new ClosedLoop(hot.Speakers));
            beside.Add(await Listen(bench, quiet));
            await hot.Traffic.Stop(bench.Cancel);
        }
        await quiet.Close(bench.Loop);
        var (before, after) = (Milliseconds.Of(alone.Acks), Milliseconds.Of(beside.Acks));
        findings.Add("quietAlone", before);
        findings.Add("quietBesideHot", after);
        findings.Add("quietAckP99Ratio", Spread.Round(after.P99 / before.P99));
        findings.Tables.Add(new Table($"quiet pairs, {QuietRate} messages/s in all", "ack p50/p99/max ms")
            .Row("alone", $"{before}")
            .Row("beside the hot group", $"{after}"));
        return quiet.Traffic;
    }

    private static async Task<Tally> Listen(Bench bench, Pairs quiet)
    {
        await quiet.Traffic.Start(new OpenLoop(quiet.Speakers, QuietRate));
        var (tally, _) = await bench.Count(quiet.Contender, quiet.Traffic, QuietTime(bench.Effort));
        await quiet.Traffic.Stop(bench.Cancel);
        return tally;
    }
}
