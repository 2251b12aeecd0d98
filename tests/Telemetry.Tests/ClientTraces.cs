using System.Diagnostics;

namespace OrleansChat.Telemetry.Tests;

/// <summary>Traces that begin at a client: SignalR's client sends the <c>traceparent</c> with its calls, as our SDK does.</summary>
internal static class ClientTraces
{
    private static readonly ActivitySource Source = new("OrleansChat.Telemetry.Tests");

    static ClientTraces() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source == Source || source.Name == "Microsoft.AspNetCore.SignalR.Client",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    });

    /// <summary>Does something in a trace of its own.</summary>
    /// <returns>The id of the trace.</returns>
    public static async Task<string> Run(Func<Task> act)
    {
        Activity.Current = null;
        using var trace = Source.StartActivity("a person")!;
        await act();
        return trace.TraceId.ToHexString();
    }
}
