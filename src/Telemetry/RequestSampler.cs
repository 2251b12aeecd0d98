using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace OrleansChat.Telemetry;

/// <summary>
/// A trace begins where a person asks for something: with a request or a hub call. What servers do on their own (renewals of
/// leases, sweepers, timers) begins none, and a call that was not chosen where it came in is not begun half-way.
/// </summary>
/// <param name="chosen">Chooses among what people ask for.</param>
internal sealed class RequestSampler(Sampler chosen) : Sampler
{
    private const string Setting = "OTEL_TRACES_SAMPLER";
    private const string ArgumentSetting = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>How ASP.NET Core names its requests and SignalR its calls.</summary>
    private const string Requests = "Microsoft.AspNetCore.";

    private static readonly SamplingResult Dropped = new(SamplingDecision.Drop);

    /// <summary>The sampler that the standard variables name, among requests.</summary>
    /// <exception cref="InvalidOperationException">There is no such sampler; the message names the setting.</exception>
    public static RequestSampler Read(IConfiguration configuration) => new(configuration[Setting] switch
    {
        null or "" or "parentbased_always_on" => new ParentBasedSampler(new AlwaysOnSampler()),
        "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
        "parentbased_traceidratio" => new ParentBasedSampler(Ratio(configuration)),
        "always_on" => new AlwaysOnSampler(),
        "always_off" => new AlwaysOffSampler(),
        "traceidratio" => Ratio(configuration),
        var other => throw new InvalidOperationException(
            $"{Setting} is \"{other}\"; it may be always_on, always_off, traceidratio, or one of these behind parentbased_."),
    });

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.ParentContext.TraceId == default
        && !samplingParameters.Name.StartsWith(Requests, StringComparison.Ordinal)
            ? Dropped
            : chosen.ShouldSample(samplingParameters);

    private static TraceIdRatioBasedSampler Ratio(IConfiguration configuration)
    {
        var text = configuration[ArgumentSetting];
        if (string.IsNullOrEmpty(text))
            return new(1);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? new(ratio)
            : throw new InvalidOperationException($"{ArgumentSetting} is \"{text}\"; it must be a number from 0 to 1, such as 0.01.");
    }
}
