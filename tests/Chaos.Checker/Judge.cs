namespace OrleansChat.Chaos.Checker;

/// <summary>Judges a history. Pure: the same history always gets the same judgement.</summary>
public static class Judge
{
    public static (Verdict Verdict, IReadOnlyList<Finding> Findings) Check(History history)
    {
        var truth = new Truth(history);
        Finding[] findings =
        [
            .. DatabaseChecks.Run(truth),
            .. AckChecks.Run(truth),
            .. ChangeChecks.Run(truth),
            .. OrderChecks.Run(truth),
            .. PushChecks.Run(truth),
            .. TimelineChecks.Run(truth),
            .. UnreadChecks.Run(truth),
        ];
        return (Verdict.Of(history, findings), findings);
    }
}
