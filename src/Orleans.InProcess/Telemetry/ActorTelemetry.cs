using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansChat.InProcess.Telemetry;

/// <summary>What the embedded runtime tells of itself, by the names that Orleans gives its own.</summary>
internal static class ActorTelemetry
{
    public const string Name = "OrleansChat.InProcess";

    public static readonly UpDownCounter<int> Activations = new Meter(Name).CreateUpDownCounter<int>(
        "chat.activations", "{activation}", "Activations in memory, by the class of their grain.");

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The run of a call, in its caller's trace.</summary>
    /// <returns>Null when nobody follows it.</returns>
    public static Activity? Begin(string method, CallTarget target, Activity cause) =>
        Source.StartActivity(method, ActivityKind.Server, cause.Context)?
            .SetTag("rpc.system.name", "orleans")
            .SetTag("rpc.method", method)
            .SetTag("orleans.rpc.target_id", target.ToString());
}
