namespace OrleansChat.Telemetry.Tests;

/// <summary>The two runtimes name the runs of grain calls in their own ways.</summary>
internal static class GrainSpans
{
    /// <summary>Where it ran, and not where it was called from: the embedded runtime has one span for both.</summary>
    public static bool IsRunOf(this Span span, string onOrleans, string onInProcess) => Repository.Runtime == "Orleans"
        ? span.Scope == "Microsoft.Orleans.Runtime" && span.Name.EndsWith(onOrleans, StringComparison.Ordinal) && span.IsServer
        : span.Scope == "OrleansChat.InProcess" && span.Name.EndsWith(onInProcess, StringComparison.Ordinal);
}
