using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansChat.WebFrontend.Telemetry;

/// <summary>What front-ends tell of themselves. Names and meanings: docs/operations.md.</summary>
internal static class FrontEndTelemetry
{
    public const string Name = "OrleansChat.WebFrontend";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
