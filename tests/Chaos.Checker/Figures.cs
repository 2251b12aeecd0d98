namespace OrleansChat.Chaos.Checker;

/// <summary>How a run felt to its users.</summary>
/// <param name="AckMilliseconds">From the first attempt to send to the first Ack, failed attempts and pauses included.</param>
/// <param name="WithoutAck">By kind of fault: the longest time in which nobody got an Ack, in milliseconds, of those that began
/// before the fault was over, or within the <see cref="AtOnce"/> behind it, and ended after it had begun.</param>
/// <param name="Failures">By kind of fault: how often a call or connection failed, by code, during it or within
/// <see cref="AfterFault"/> after it; "none" when there was no fault.</param>
/// <param name="Unacknowledged">Messages that never got an Ack.</param>
public sealed record Figures(
    Percentiles AckMilliseconds,
    IReadOnlyDictionary<string, long> WithoutAck,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Failures,
    int Unacknowledged)
{
    private const string NoFault = "none";

    /// <summary>How soon a fault without length is felt.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    /// <summary>How long calls fail after all is back.</summary>
    public static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(15);

    public static Figures Of(History history)
    {
        var firstAnswers = history.Answers.GroupBy(answer => answer.Message)
            .ToDictionary(answers => answers.Key, answers => answers.Min(answer => answer.At));
        return new Figures(
            Percentiles.Of([.. firstAnswers.Select(answer => answer.Value - history.Sends[answer.Key].At).Order()]),
            LongestGaps(history.Faults, [.. firstAnswers.Values.Order()]),
            FailuresByFault(history),
            history.Sends.Count - firstAnswers.Count);
    }

    private static SortedDictionary<string, long> LongestGaps(IReadOnlyList<ExecutedFault> faults, long[] answers)
    {
        var longest = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var fault in faults)
        {
            var gaps = answers.Zip(answers.Skip(1)).Where(gap => gap.Second >= fault.At && gap.First <= fault.Until + (long)AtOnce.TotalMilliseconds);
            longest[fault.Kind] = gaps.Select(gap => gap.Second - gap.First).Append(longest.GetValueOrDefault(fault.Kind)).Max();
        }
        return longest;
    }

    private static SortedDictionary<string, IReadOnlyDictionary<string, int>> FailuresByFault(History history)
    {
        var failures = history.Failures.GroupBy(failure => FaultAt(history.Faults, failure.At));
        var byFault = new SortedDictionary<string, IReadOnlyDictionary<string, int>>(StringComparer.Ordinal);
        foreach (var fault in failures)
            byFault[fault.Key] = fault.CountBy(failure => history.FailureCodes[failure.Code]).ToDictionary();
        return byFault;
    }

    /// <summary>Of several at once the one that began last.</summary>
    private static string FaultAt(IReadOnlyList<ExecutedFault> faults, long at) =>
        faults.Where(fault => fault.At <= at && at <= End(fault)).MaxBy(fault => fault.At)?.Kind ?? NoFault;

    private static long End(ExecutedFault fault) => fault.Until + (long)AfterFault.TotalMilliseconds;
}

/// <param name="P50">The median; 0 when there is nothing, as are the others.</param>
public sealed record Percentiles(long P50, long P99, long Max)
{
    /// <param name="ascending">All values.</param>
    public static Percentiles Of(IReadOnlyList<long> ascending)
    {
        long At(double fraction) => ascending.Count == 0 ? 0 : ascending[(int)Math.Min(fraction * ascending.Count, ascending.Count - 1)];
        return new Percentiles(At(0.5), At(0.99), At(1));
    }
}
