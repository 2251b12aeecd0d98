using OrleansChat.LoadTests.Report;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>What makes figures mean something else than they seem to.</summary>
internal static class Warnings
{
    private const double Busy = 0.9;

    /// <summary>The kernel's own work for the servers is in it: a few percent.</summary>
    private const double Disturbed = 0.1;

    /// <param name="missing">Deliveries of acknowledged messages that did not come.</param>
    public static void Add(Findings findings, IEnumerable<Rounds> rounds, long missing)
    {
        var share = rounds.Max(some => some.GeneratorShare);
        findings.Add("generatorShare", share);
        findings.Add("missingDeliveries", missing);
        if (share > Busy)
            findings.Notes.Add($"WARNING: the generator used {share:P0} of its core: what goes through is a lower bound.");
        var others = rounds.Max(some => some.OthersShare);
        findings.Add("othersShare", others);
        if (others > Disturbed)
            findings.Notes.Add($"WARNING: others used up to {others:P0} of the servers' core meanwhile: times and rates are worse than they would be; CPU per message counts.");
        if (rounds.Sum(some => some.Refused) is > 0 and var refused)
            findings.Notes.Add($"WARNING: {refused:N0} messages were refused: {rounds.SelectMany(some => some.Each).Select(round => round.Refusal).FirstOrDefault(text => text is not null)}");
        if (missing > 0)
            findings.Notes.Add($"WARNING: {missing:N0} deliveries of acknowledged messages did not come by push.");
    }
}
