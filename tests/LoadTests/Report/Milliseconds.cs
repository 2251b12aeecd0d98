using OrleansChat.LoadTests.Load;

namespace OrleansChat.LoadTests.Report;

/// <summary>How long something took, many times; in milliseconds.</summary>
internal sealed record Milliseconds(double P50, double P99, double Max, long Count)
{
    public static Milliseconds Of(Histogram histogram) =>
        new(At(histogram.Percentile(0.5)), At(histogram.Percentile(0.99)), At(histogram.Max), histogram.Count);

    /// <summary>As <c>1.02 / 2.4 / 11.0</c>.</summary>
    public override string ToString() => $"{Spread.Figure(P50)} / {Spread.Figure(P99)} / {Spread.Figure(Max)}";

    private static double At(long nanoseconds) => Spread.Round(nanoseconds / 1e6);
}
