namespace OrleansChat.Chaos.Checker;

/// <summary>The judgement as people read it.</summary>
public static class Summary
{
    private const int MostFindings = 20;

    public static void Write(TextWriter to, ChaosFile file)
    {
        var (verdict, info) = (file.Verdict, file.Info);
        var places = info.Silos == 0 ? "one process" : $"{info.Silos} silos, {info.FrontEnds} front-ends";
        to.WriteLine($"seed {info.Seed}, {info.Minutes:0.##} minutes, {info.Runtime}, {places}, {info.Users} users");
        to.WriteLine($"acks after p50 {info.Figures.AckMilliseconds.P50} ms, p99 {info.Figures.AckMilliseconds.P99} ms, max {info.Figures.AckMilliseconds.Max} ms");
        foreach (var (kind, milliseconds) in info.Figures.WithoutAck)
            to.WriteLine($"  {kind,-18} {Times(file.History, kind),2} times; longest without any ack {milliseconds / 1000.0:0.0} s{Failures(info, kind)}");
        if (info.Figures.Failures.ContainsKey("none"))
            to.WriteLine($"  without a fault{Failures(info, "none")}");
        if (info.Figures.Unacknowledged > 0)
            to.WriteLine($"  {info.Figures.Unacknowledged} messages never got an ack, so nothing was promised of them");
        foreach (var note in info.Notes)
            to.WriteLine($"  note: {note}");
        foreach (var finding in info.Findings.Take(MostFindings))
            to.WriteLine($"  {finding}");
        if (info.Findings.Count > MostFindings)
            to.WriteLine("  … and more: info.findings of the file");
        to.WriteLine($"acked {verdict.Acked}, faults {verdict.Faults}");
        to.WriteLine($"lost {verdict.Lost}, doubled {verdict.Doubled}, holes {verdict.Holes}, disordered {verdict.Disordered}, " +
            $"timelineDifferences {verdict.TimelineDifferences}, unreadDifferences {verdict.UnreadDifferences}");
        to.WriteLine(verdict.IsGood ? "passed" : "FAILED");
    }

    private static int Times(History history, string kind) => history.Faults.Count(fault => fault.Kind == kind);

    private static string Failures(Info info, string kind) => info.Figures.Failures.TryGetValue(kind, out var codes)
        ? "; failed calls: " + string.Join(", ", codes.OrderByDescending(code => code.Value).Select(code => $"{code.Key} {code.Value}"))
        : "";
}
