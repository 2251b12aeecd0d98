using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>What makes figures mean something else than they seem to.</summary>
internal static class Warnings
{
    private const double Busy = 0.9;

    /// <summary>The kernel's own work for the servers is in it: a few percent.</summary>
    private const double Disturbed = 0.1;

    /// <param name="traffic">All that there was.</param>
    public static void Add(Findings findings, IEnumerable<Rounds> rounds, params IEnumerable<Traffic> traffic)
    {
        var all = traffic.ToList();
        var share = rounds.Max(some => some.GeneratorShare);
        findings.Add("generatorShare", share);
        findings.Add("missingDeliveries", all.Sum(some => some.Missing));
        findings.Add("resyncs", all.Sum(some => some.Resyncs));
        findings.Add("lostConnections", all.Sum(some => some.Lost));
        foreach (var server in all.GroupBy(some => some.Server))
            AddLosses(findings, server.Key, server.Sum(some => some.Lost), server.Sum(some => some.Missing), server.Sum(some => some.Resyncs));
        if (share > Busy)
            findings.Notes.Add($"WARNING: the generator used {share:P0} of its core: what goes through is a lower bound.");
        var others = rounds.Max(some => some.OthersShare);
        findings.Add("othersShare", others);
        if (others > Disturbed)
            findings.Notes.Add($"WARNING: others used up to {others:P0} of the servers' core meanwhile: times and rates are worse than they would be; CPU per message counts.");
        if (rounds.Sum(some => some.Refused) is > 0 and var refused)
            findings.Notes.Add($"WARNING: {refused:N0} messages were refused: {rounds.SelectMany(some => some.Each).Select(round => round.Refusal).FirstOrDefault(text => text is not null)}");
    }

    private static void AddLosses(Findings findings, string server, long lost, long missing, long resyncs)
    {
        if (lost > 0)
            findings.Notes.Add($"WARNING: {server} dropped {lost:N0} connections of clients that read all that came; they came back at once.");
        if (missing > 0)
            findings.Notes.Add($"WARNING: {server}: {missing:N0} deliveries of acknowledged messages did not come by push; it told clients {resyncs:N0} times to sync.");
    }
}
