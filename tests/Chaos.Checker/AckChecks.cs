namespace OrleansChat.Chaos.Checker;

/// <summary>"An Ack means: committed", once and for ever.</summary>
internal static class AckChecks
{
    public static IEnumerable<Finding> Run(Truth truth)
    {
        var history = truth.History;
        // A sender changes only own messages, so an edit is known by the seq of its message.
        var edits = history.Changes.Where(change => change.Kind == ChangeKind.Edit)
            .ToLookup(change => (change.Conversation, change.Seq), change => change.Content);
        return history.Answers.GroupBy(answer => answer.Message)
            .SelectMany(answers => Check(truth, history.Sends[answers.Key], [.. answers.OrderBy(answer => answer.Order)], edits));
    }

    private static IEnumerable<Finding> Check(
        Truth truth, Send send, Answer[] answers, ILookup<(int Conversation, long Seq), long> edits)
    {
        var first = answers[0];
        foreach (var other in answers.Where(answer => Names(answer) != Names(first)))
        {
            yield return new Finding(FindingKind.Lost, $"{truth.Name(send)} was acknowledged as {Describe(first)}, " +
                $"then as {Describe(other)} by front-end {other.FrontEnd + 1}.");
        }
        if (answers.Count(answer => !answer.Duplicate) > 1)
            yield return new Finding(FindingKind.Doubled, $"{truth.Name(send)} was acknowledged as new more than once.");

        var rows = truth.Find(send.Conversation, send.User, send.ClientId).ToArray();
        if (rows.Length == 0)
        {
            yield return new Finding(FindingKind.Lost, $"{truth.Name(send)} was acknowledged as {Describe(first)} and is not in the database.");
            yield break;
        }
        if (rows.FirstOrDefault(row => row.State.Seq == first.Seq && row.FirstVersion == first.Version) is not { } found)
        {
            yield return new Finding(FindingKind.Lost,
                $"{truth.Name(send)} was acknowledged as {Describe(first)}; in the database it is {truth.Name(rows[0].State)}, made by version {rows[0].FirstVersion}.");
            yield break;
        }
        var isText = found.State.Content == send.Content || edits[(send.Conversation, found.State.Seq)].Contains(found.State.Content);
        if (!isText && !found.State.IsDeleted)
            yield return new Finding(FindingKind.Lost, $"{truth.Name(found.State)} has a text that its sender never gave it.");
    }

    private static (long, long, long) Names(Answer answer) => (answer.Seq, answer.Version, answer.CreatedAt);

    private static string Describe(Answer answer) => $"seq {answer.Seq} version {answer.Version}";
}
