using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace OrleansChat.Telemetry.Tests;

/// <summary>Which calls begin a trace, and who chooses.</summary>
public sealed class RequestSamplerTests
{
    private const string HubCall = "Microsoft.AspNetCore.SignalR.Server.InvocationIn";
    private const string GrainCall = "IUserGrain/Connect";

    [Theory]
    [InlineData(null, HubCall, "none", true)]
    [InlineData(null, GrainCall, "none", false)]
    [InlineData(null, HubCall, "recorded", true)]
    [InlineData(null, HubCall, "not recorded", false)]
    [InlineData(null, GrainCall, "recorded", true)]
    [InlineData("always_on", HubCall, "not recorded", true)]
    [InlineData("always_on", GrainCall, "none", false)]
    [InlineData("always_off", HubCall, "recorded", false)]
    [InlineData("traceidratio", HubCall, "not recorded", true)]
    [InlineData("parentbased_traceidratio", HubCall, "not recorded", false)]
    [InlineData("parentbased_always_off", HubCall, "none", false)]
    public void The_standard_samplers_choose_among_requests(string? sampler, string name, string parent, bool isRecorded)
    {
        var context = parent == "none" ? default : new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(),
            parent == "recorded" ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, isRemote: true);
        var result = Read(sampler).ShouldSample(new(context, ActivityTraceId.CreateRandom(), name, ActivityKind.Server));
        Assert.Equal(isRecorded, result.Decision == SamplingDecision.RecordAndSample);
    }

    [Theory]
    [InlineData("sometimes", null, "OTEL_TRACES_SAMPLER")]
    [InlineData("traceidratio", "10%", "OTEL_TRACES_SAMPLER_ARG")]
    public void A_wrong_setting_is_named(string sampler, string? argument, string setting)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Read(sampler, argument));
        Assert.StartsWith($"{setting} is ", failure.Message, StringComparison.Ordinal);
    }

    private static RequestSampler Read(string? sampler, string? argument = null) => RequestSampler.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_TRACES_SAMPLER"] = sampler,
            ["OTEL_TRACES_SAMPLER_ARG"] = argument,
        }).Build());
}
