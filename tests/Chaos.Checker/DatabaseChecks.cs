namespace OrleansChat.Chaos.Checker;

/// <summary>The database by itself: dense, each message once, log and changes of one piece.</summary>
internal static class DatabaseChecks
{
    public static IEnumerable<Finding> Run(Truth truth) => Enumerable.Range(0, truth.History.Conversations.Count)
        .GroupJoin(truth.History.Versions, conversation => conversation, row => row.Conversation, (conversation, versions) =>
            Check(truth, conversation, versions.OrderBy(row => row.Version).ToArray()))
        .SelectMany(findings => findings);

    private static IEnumerable<Finding> Check(Truth truth, int conversation, VersionRow[] versions)
    {
        var log = truth.Log(conversation);
        foreach (var finding in Dense(truth, conversation, "seq", log.Select(row => row.State.Seq)))
            yield return finding;
        foreach (var finding in Dense(truth, conversation, "version", versions.Select(row => row.Version)))
            yield return finding;

        foreach (var same in log.Where(row => row.State.ClientId >= 0)
            .GroupBy(row => (row.State.Sender, row.State.ClientId)).Where(same => same.Count() > 1))
        {
            var seqs = string.Join(", ", same.Select(row => row.State.Seq));
            yield return new Finding(FindingKind.Doubled, $"In the database twice: {truth.Name(same.First().State)}, at seq {seqs}.");
        }

        var changes = versions.ToLookup(row => row.Seq, row => row.Version);
        foreach (var row in log)
        {
            var mine = changes[row.State.Seq];
            if (!mine.Any() || mine.Min() != row.FirstVersion || mine.Max() != row.State.Version)
            {
                yield return new Finding(FindingKind.Holes, $"{truth.Name(row.State)}, made by version {row.FirstVersion}: " +
                    $"its changes in the log are [{string.Join(", ", mine)}].");
            }
        }
        foreach (var orphan in versions.Where(row => truth.Find(conversation, row.Seq) is null))
            yield return new Finding(FindingKind.Holes, $"{truth.Name(conversation)} version {orphan.Version} changes seq {orphan.Seq}, which is no message.");
    }

    private static IEnumerable<Finding> Dense(Truth truth, int conversation, string what, IEnumerable<long> ascending)
    {
        var last = 0L;
        foreach (var number in ascending)
        {
            if (number == last)
                yield return new Finding(FindingKind.Doubled, $"{truth.Name(conversation)} has {what} {number} twice.");
            if (number > last + 1)
                yield return new Finding(FindingKind.Holes, $"{truth.Name(conversation)} has no {what} from {last + 1} to {number - 1}.");
            last = number;
        }
    }
}
