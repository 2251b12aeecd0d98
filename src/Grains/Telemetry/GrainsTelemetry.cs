using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansChat.Grains.Telemetry;

/// <summary>What silos tell of themselves. Names and meanings: docs/operations.md.</summary>
internal static class GrainsTelemetry
{
    public const string Name = "OrleansChat.Grains";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
