namespace OrleansChat.Chaos.Checker;

/// <summary>In the end everybody sees what the database holds.</summary>
internal static class TimelineChecks
{
    /// <summary>A client that was told to forget what it holds gets this many.</summary>
    private const int LeastMessages = 50;

    public static IEnumerable<Finding> Run(Truth truth)
    {
        var seen = truth.History.Finals.ToLookup(final => (final.Source, final.Conversation, final.User));
        foreach (var member in truth.History.Members)
        {
            foreach (var source in Enum.GetValues<FinalSource>().Where(source => !seen.Contains((source, member.Conversation, member.User))))
                yield return Differs(truth, source, member.User, member.Conversation, "the conversation is missing");
        }
        var members = truth.History.Members.Select(member => (member.Conversation, member.User)).ToHashSet();
        foreach (var final in truth.History.Finals)
        {
            if (!members.Contains((final.Conversation, final.User)))
                yield return Differs(truth, final.Source, final.User, final.Conversation, "the user is not in the conversation");
            foreach (var finding in Check(truth, final))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Check(Truth truth, Final final)
    {
        var states = final.States.Select(place => truth.History.States[place]).ToArray();
        foreach (var same in states.Where(state => state.ClientId >= 0).GroupBy(state => (state.Sender, state.ClientId)).Where(same => same.Count() > 1))
        {
            yield return new Finding(FindingKind.Doubled,
                $"{Who(truth, final)} holds {truth.Name(same.First())} at seq {string.Join(", ", same.Select(state => state.Seq))}.");
        }
        foreach (var moved in states.Where(state => state.ClientId >= 0))
        {
            var rows = truth.Find(final.Conversation, moved.Sender, moved.ClientId);
            if (rows.Any() && rows.All(row => row.State.Seq != moved.Seq))
                yield return new Finding(FindingKind.Disordered, $"{Who(truth, final)} holds {truth.Name(moved)}; its place is seq {rows.First().State.Seq}.");
        }
        if (Difference(truth, final, states) is { } difference)
            yield return Differs(truth, final.Source, final.User, final.Conversation, difference);
    }

    /// <returns>The first one; null when there is none.</returns>
    private static string? Difference(Truth truth, Final final, State[] states)
    {
        var log = truth.Log(final.Conversation);
        var (lastSeq, version) = log.Count == 0 ? (0, 0) : (log[^1].State.Seq, log.Max(row => row.State.Version));
        if (final.Version != version)
            return $"it is at version {final.Version}, not {version}";
        if (final.LastSeq != lastSeq)
            return $"its last seq is {final.LastSeq}, not {lastSeq}";
        var least = final.Source == FinalSource.Fresh ? log.Count : Math.Min(log.Count, LeastMessages);
        if (states.Length < least || states.Length > log.Count)
            return $"it holds {states.Length} of {log.Count} messages";
        for (var i = 0; i < states.Length; i++)
        {
            var row = log[log.Count - states.Length + i];
            if (final.States[i] != row.Place)
                return $"it holds {truth.Name(states[i])} where the database has {truth.Name(row.State)}";
        }
        return null;
    }

    private static Finding Differs(Truth truth, FinalSource source, int user, int conversation, string how) =>
        new(FindingKind.TimelineDifference, $"{source} of {truth.User(user)}, {truth.Name(conversation)}: {how}.");

    private static string Who(Truth truth, Final final) => $"{final.Source} of {truth.User(final.User)}";
}
