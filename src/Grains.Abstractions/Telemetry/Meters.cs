using System.Diagnostics.Metrics;

namespace OrleansChat.Telemetry;

/// <summary>Kinds of instruments that several parts have.</summary>
public static class Meters
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    /// <summary>A histogram of seconds, from half a millisecond to half a minute.</summary>
    public static Histogram<double> CreateDuration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, Seconds);
}
