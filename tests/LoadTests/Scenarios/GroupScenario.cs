using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// One group whose members are all online. A message is under way until it is answered and has come to everybody; one at a time, then
/// four: they share writes to the connections.
/// </summary>
internal sealed class GroupScenario : IScenario
{
    private static readonly int[] InFlight = [1, 4];

    public string Name => "group";

    public string Description => "one group of 1,000 online members, and of 5,000, one and four messages under way";

    public TimeSpan Planned(Effort effort) => (2 * effort.WarmUp) + (4 * effort.Rounds * effort.Round) + (2 * effort.Round) + TimeSpan.FromSeconds(40);

    public async Task<Findings> Run(Bench bench)
    {
        var findings = new Findings();
        Contender[] contenders = [await bench.Stage.Product(), await bench.Stage.Baseline()];
        var rounds = InFlight.Select(_ => contenders.Select(_ => new List<Round>()).ToArray()).ToArray();
        var crowds = new List<Crowd>();
        foreach (var contender in contenders)
        {
            bench.Say($"{contender.Name}: {bench.Effort.Members:N0} members join and connect, and warm-up");
            crowds.Add(await Crowd.Gather(bench, contender, bench.Effort.Members));
            await bench.Run(contender, crowds[^1].Traffic, new WholeDeliveries(crowds[^1].Speakers, InFlight[^1]), bench.Effort.WarmUp);
        }
        for (var round = 0; round < bench.Effort.Rounds; round++)
        {
            for (var mode = 0; mode < InFlight.Length; mode++)
            {
                for (var i = 0; i < contenders.Length; i++)
                {
                    bench.Say($"round {round + 1} of {bench.Effort.Rounds}: {contenders[i].Name}, {InFlight[mode]} under way");
                    rounds[mode][i].Add(await bench.Run(contenders[i], crowds[i].Traffic, new WholeDeliveries(crowds[i].Speakers, InFlight[mode]), bench.Effort.Round));
                }
            }
        }
        foreach (var crowd in crowds)
            await crowd.Close(bench.Loop);

        var table = new Table($"{bench.Effort.Members:N0} members", "deliveries/s", "messages/s", "ack p50/p99/max ms", "delivery p50/p99/max ms", "CPU-ms (PostgreSQL)");
        var all = new List<Rounds>();
        for (var mode = 0; mode < InFlight.Length; mode++)
        {
            var (product, baseline) = (Rounds.Of(rounds[mode][0]), Rounds.Of(rounds[mode][1]));
            all.AddRange(product, baseline);
            Row(table, $"{contenders[0].Name}, {InFlight[mode]} under way", product);
            Row(table, $"{contenders[1].Name}, {InFlight[mode]} under way", baseline);
            findings.Add(Key(mode), product);
            findings.Figures[Key(mode)]!["baseline"] = Findings.Node(baseline);
            findings.Figures[Key(mode)]!["ratio"] = Findings.Node(Rounds.Ratio(product, baseline, round => round.DeliveriesPerSecond));
        }
        findings.Tables.Add(table);
        var large = await Large(bench, findings, contenders[0], all);
        findings.Add("deliveriesPerSecond", all[0].DeliveriesPerSecond.Median);
        findings.Add("deliveriesPerSecondFourUnderWay", all[2].DeliveriesPerSecond.Median);
        Warnings.Add(findings, all, crowds.Select(crowd => crowd.Traffic).Append(large));
        return findings;
    }

    /// <summary>The larger group, of OrleansChat only.</summary>
    private static async Task<Traffic> Large(Bench bench, Findings findings, Contender product, List<Rounds> all)
    {
        var members = bench.Effort.Crowd;
        bench.Say($"{product.Name}: {members:N0} members join and connect");
        var crowd = await Crowd.Gather(bench, product, members);
        var table = new Table($"{members:N0} members", "deliveries/s", "messages/s", "ack p50/p99/max ms", "delivery p50/p99/max ms", "CPU-ms (PostgreSQL)");
        for (var mode = 0; mode < InFlight.Length; mode++)
        {
            bench.Say($"{product.Name}: {members:N0} members, {InFlight[mode]} under way");
            var rounds = Rounds.Of([await bench.Run(product, crowd.Traffic, new WholeDeliveries(crowd.Speakers, InFlight[mode]), bench.Effort.Round)]);
            all.Add(rounds);
            Row(table, $"{product.Name}, {InFlight[mode]} under way", rounds);
            findings.Add($"{Key(mode)}Large", rounds);
        }
        findings.Add("largeMembers", members);
        findings.Tables.Add(table);
        await crowd.Close(bench.Loop);
        return crowd.Traffic;
    }

    private static string Key(int mode) => InFlight[mode] == 1 ? "oneUnderWay" : "fourUnderWay";

    private static void Row(Table table, string name, Rounds rounds) => table.Row(
        name, $"{rounds.DeliveriesPerSecond}", $"{rounds.MessagesPerSecond}", $"{rounds.AckMs}", $"{rounds.DeliveryMs}", $"{rounds.CpuMsPerMessage}");
}
