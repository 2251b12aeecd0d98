namespace OrleansChat.Chaos.Checker;

/// <summary>Answered edits, deletions, reactions and read positions are in the database.</summary>
internal static class ChangeChecks
{
    public static IEnumerable<Finding> Run(Truth truth)
    {
        var history = truth.History;
        var done = history.Changes.Where(change => change.Outcome == ChangeOutcome.Done).ToArray();
        var members = history.Members.ToDictionary(member => (member.Conversation, member.User));
        return
        [
            .. done.Where(change => change.Kind is ChangeKind.Edit or ChangeKind.React
                    && truth.SeqOf(change.Conversation, change.Version) != change.Seq)
                .Select(change => Missing(truth, change, $"version {change.Version}, which is not in the log of its changes")),
            .. done.Where(change => change.Kind == ChangeKind.Delete
                    && truth.Find(change.Conversation, change.Seq)?.State.IsDeleted != true)
                .Select(change => Missing(truth, change, "done, and it is not deleted")),
            .. done.Where(change => change.Kind == ChangeKind.Read
                    && (members.GetValueOrDefault((change.Conversation, change.User))?.ReadSeq ?? 0) < change.Seq)
                .Select(change => Missing(truth, change, "done, and the database is behind")),
            .. LastEdits(truth),
        ];
    }

    /// <summary>The text is that of the last edit, where it is certain which one that is: all were answered, one after the other.</summary>
    private static IEnumerable<Finding> LastEdits(Truth truth) => truth.History.Changes
        .Where(change => change.Kind is ChangeKind.Edit or ChangeKind.Delete)
        .GroupBy(change => (change.Conversation, change.Seq))
        .Where(changes => changes.All(change => change.Outcome != ChangeOutcome.Unknown && change.Kind == ChangeKind.Edit))
        .Select(changes => changes.Where(change => change.Outcome == ChangeOutcome.Done).MaxBy(change => change.Version))
        .OfType<Change>()
        .Where(last => truth.Find(last.Conversation, last.Seq)?.State.Content != last.Content)
        .Select(last => Missing(truth, last, $"version {last.Version}, and the text is another"));

    private static Finding Missing(Truth truth, Change change, string how) => new(FindingKind.Lost,
        $"{change.Kind} of {truth.Name(change.Conversation)} seq {change.Seq} by {truth.User(change.User)} was answered: {how}.");
}
