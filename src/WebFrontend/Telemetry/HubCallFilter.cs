using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.Telemetry;

namespace OrleansChat.WebFrontend.Telemetry;

/// <summary>Times hub calls, from their arrival to their answer, the refused ones too. Outside all other filters.</summary>
internal sealed class HubCallFilter : IHubFilter
{
    private static readonly Histogram<double> Calls = FrontEndTelemetry.Meter.CreateDuration(
        "chat.hub.call.duration", "A hub call, from its arrival to its answer; of SendMessage: to the Ack.");

    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next) =>
        Calls.Enabled ? Timed(invocation, next) : next(invocation);

    private static async ValueTask<object?> Timed(
        HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var started = Stopwatch.GetTimestamp();
        var method = new KeyValuePair<string, object?>("rpc.method", invocation.HubMethodName);
        try
        {
            var answer = await next(invocation);
            Calls.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, method);
            return answer;
        }
        catch (HubException refusal)
        {
            Calls.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, method, new("error.type", CodeOf(refusal)));
            throw;
        }
    }

    /// <summary>Refusals read <c>code: sentence</c>.</summary>
    private static string CodeOf(HubException refusal) =>
        refusal.Message.IndexOf(':') is > 0 and var end ? refusal.Message[..end] : "unknown";
}
