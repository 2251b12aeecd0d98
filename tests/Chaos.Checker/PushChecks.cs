namespace OrleansChat.Chaos.Checker;

/// <summary>What was pushed: committed, in order of versions, each message at one place.</summary>
internal static class PushChecks
{
    public static IEnumerable<Finding> Run(Truth truth)
    {
        var connections = truth.History.Connections;
        return
        [
            .. connections.SelectMany(connection => connection.Pushes).Distinct().Order().SelectMany(place => Committed(truth, place)),
            .. connections.SelectMany(connection => InOrder(truth, connection)),
            .. connections.GroupBy(connection => connection.User).SelectMany(mine => Once(truth, mine.Key, mine)),
        ];
    }

    private static IEnumerable<Finding> Committed(Truth truth, int place)
    {
        var pushed = truth.History.States[place];
        var row = truth.Find(pushed.Conversation, pushed.Seq);
        if (truth.SeqOf(pushed.Conversation, pushed.Version) != pushed.Seq
            || row is null || (row.State.Sender, row.State.ClientId) != (pushed.Sender, pushed.ClientId))
            yield return new Finding(FindingKind.Lost, $"{truth.Name(pushed)} was pushed and is not in the database.");
        else if (row.State.Version == pushed.Version && row.Place != place)
            yield return new Finding(FindingKind.TimelineDifference, $"{truth.Name(pushed)} was pushed otherwise than the database has it.");
    }

    /// <summary>The same version again is fine: clients take it once.</summary>
    private static IEnumerable<Finding> InOrder(Truth truth, Connection connection)
    {
        var last = new Dictionary<int, long>();
        foreach (var place in connection.Pushes)
        {
            var pushed = truth.History.States[place];
            if (last.GetValueOrDefault(pushed.Conversation) is var before && pushed.Version < before)
            {
                yield return new Finding(FindingKind.Disordered, $"{truth.Name(pushed)} was pushed to {truth.User(connection.User)} " +
                    $"by front-end {connection.FrontEnd + 1} after version {before}.");
            }
            last[pushed.Conversation] = Math.Max(pushed.Version, before);
        }
    }

    private static IEnumerable<Finding> Once(Truth truth, int user, IEnumerable<Connection> connections)
    {
        var seqs = new Dictionary<(int, int, int), long>();
        foreach (var place in connections.SelectMany(connection => connection.Pushes).Distinct())
        {
            var pushed = truth.History.States[place];
            if (pushed.ClientId < 0 || seqs.TryAdd((pushed.Conversation, pushed.Sender, pushed.ClientId), pushed.Seq))
                continue;
            if (seqs[(pushed.Conversation, pushed.Sender, pushed.ClientId)] != pushed.Seq)
                yield return new Finding(FindingKind.Doubled, $"{truth.Name(pushed)} was shown to {truth.User(user)} at another seq, too.");
        }
    }
}
