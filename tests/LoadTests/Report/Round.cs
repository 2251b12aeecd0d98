using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Report;

/// <summary>One measurement of one server.</summary>
/// <param name="Acks">Times to the Ack.</param>
/// <param name="LateP99Ms">How late the generator sent what was due.</param>
/// <param name="ServerMegabytes">Resident memory of the server in the end.</param>
internal sealed record Round(
    double Seconds,
    double MessagesPerSecond,
    double DeliveriesPerSecond,
    Milliseconds Acks,
    Milliseconds Deliveries,
    CpuPerMessage CpuMs,
    double LateP99Ms,
    double GeneratorShare,
    double ServerShare,
    double OthersShare,
    double ServerMegabytes,
    long Refused,
    string? Refusal)
{
    public static Round Of(Tally tally, Usage used, long residentKb) => new(
        Spread.Round(used.Seconds),
        Spread.Round(tally.Acks.Count / used.Seconds),
        Spread.Round(tally.Deliveries.Count / used.Seconds),
        Milliseconds.Of(tally.Acks),
        Milliseconds.Of(tally.Deliveries),
        CpuPerMessage.Of(used, tally.Acks.Count),
        Milliseconds.Of(tally.Late).P99,
        Spread.Round(used.Generator / used.Time * 1e6),
        Spread.Round((used.Server + used.Postgres) / used.Time * 1e6),
        Spread.Round(used.Others),
        Spread.Round(residentKb / 1024.0),
        tally.Refused,
        tally.Refusal);
}

/// <summary>CPU milliseconds for each message that was acknowledged.</summary>
internal sealed record CpuPerMessage(double Server, double Postgres, double Total)
{
    public static CpuPerMessage Of(Usage used, long messages) => new(
        Spread.Round(used.Server / Math.Max(messages, 1)),
        Spread.Round(used.Postgres / Math.Max(messages, 1)),
        Spread.Round((used.Server + used.Postgres) / Math.Max(messages, 1)));

    public override string ToString() => $"{Spread.Figure(Total)} ({Spread.Figure(Postgres)})";
}

/// <summary>All rounds of one server, and the middle of each figure.</summary>
internal sealed record Rounds(
    Spread MessagesPerSecond,
    Spread DeliveriesPerSecond,
    Milliseconds AckMs,
    Milliseconds DeliveryMs,
    CpuPerMessage CpuMsPerMessage,
    double ServerMegabytes,
    double GeneratorShare,
    double OthersShare,
    long Refused,
    IReadOnlyList<Round> Each)
{
    /// <param name="rounds">At least one.</param>
    public static Rounds Of(IReadOnlyList<Round> rounds) => new(
        Spread.Of(rounds.Select(round => round.MessagesPerSecond)),
        Spread.Of(rounds.Select(round => round.DeliveriesPerSecond)),
        Middle(rounds, round => round.Acks),
        Middle(rounds, round => round.Deliveries),
        new(Median(rounds, round => round.CpuMs.Server), Median(rounds, round => round.CpuMs.Postgres), Median(rounds, round => round.CpuMs.Total)),
        rounds.Max(round => round.ServerMegabytes),
        rounds.Max(round => round.GeneratorShare),
        rounds.Max(round => round.OthersShare),
        rounds.Sum(round => round.Refused),
        rounds);

    /// <summary>Of medians, and of each round with the one that followed or came before it.</summary>
    public static Spread Ratio(Rounds one, Rounds other, Func<Round, double> figure)
    {
        var each = Spread.Of(one.Each.Zip(other.Each, (first, second) => figure(first) / figure(second)));
        return each with { Median = Spread.Round(Median(one.Each, figure) / Median(other.Each, figure)) };
    }

    private static Milliseconds Middle(IReadOnlyList<Round> rounds, Func<Round, Milliseconds> of) => new(
        Median(rounds, round => of(round).P50),
        Median(rounds, round => of(round).P99),
        rounds.Max(round => of(round).Max),
        rounds.Sum(round => of(round).Count));

    private static double Median(IReadOnlyList<Round> rounds, Func<Round, double> figure) => Spread.Of(rounds.Select(figure)).Median;
}
