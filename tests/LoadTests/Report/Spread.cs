using System.Globalization;
using System.Text.Json.Serialization;

namespace OrleansChat.LoadTests.Report;

/// <summary>A figure over several rounds.</summary>
internal sealed record Spread(double Median, double Min, double Max)
{
    [JsonIgnore]
    public bool IsOne => Min == Max;

    /// <param name="values">At least one.</param>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(Round(median), Round(sorted[0]), Round(sorted[^1]));
    }

    /// <summary>As <c>9,120 (8,900–9,300)</c>.</summary>
    public override string ToString() => IsOne ? Figure(Median) : $"{Figure(Median)} ({Figure(Min)}–{Figure(Max)})";

    /// <summary>Three digits that count, or all before the point.</summary>
    public static string Figure(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        0 => "0",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    /// <summary>More digits say nothing.</summary>
    public static double Round(double value) =>
        value == 0 || !double.IsFinite(value) ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6));
}
