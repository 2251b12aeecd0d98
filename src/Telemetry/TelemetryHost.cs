using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OrleansChat.Telemetry;

/// <summary>
/// What a process tells of itself to those who run it: traces, metrics and logs through OTLP, and JSON on the console. The product
/// itself only uses <c>System.Diagnostics</c>; without a listener that costs nothing.
/// </summary>
public static class TelemetryHost
{
    private const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string DisabledSetting = "OTEL_SDK_DISABLED";
    private const string ConsoleFormatSetting = "Logging:Console:FormatterName";

    /// <summary>Ours, and what the frameworks and PostgreSQL's driver have of their own. Orleans takes our grains for its own, by the
    /// beginning of their namespace, so their calls are in its runtime's source.</summary>
    private static readonly string[] Sources =
    [
        "OrleansChat.*",
        "Microsoft.AspNetCore.SignalR.Server",
        "Microsoft.Orleans.Application",
        "Microsoft.Orleans.Runtime",
        "Npgsql",
    ];

    private static readonly string[] Meters = ["OrleansChat.*", "Microsoft.Orleans", "Npgsql"];

    /// <summary>Whether calls are followed over processes: for a collector, or for the ids in JSON logs.</summary>
    public static bool FollowsCalls(IConfiguration configuration) => Exports(configuration) || LogsJson(configuration);

    /// <summary>Exports when the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; the other <c>OTEL_</c> variables
    /// are OpenTelemetry's own. JSON logs carry the id of the trace that they belong to.</summary>
    /// <param name="service">Unless <c>OTEL_SERVICE_NAME</c> says otherwise.</param>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        if (LogsJson(builder.Configuration))
            builder.Services.AddJsonLogs();
        if (!FollowsCalls(builder.Configuration))
            return;

        var telemetry = builder.Services.AddOpenTelemetry().WithTracing(traces => traces
            .AddSource(Sources)
            .AddAspNetCoreInstrumentation(options =>
            {
                options.Filter = context => !IsLongOrDull(context.Request.Path);
                // The route in place of the path: some paths hold a secret (an invite's code).
                options.EnrichWithHttpResponse = (activity, response) => activity.SetTag("url.path", RouteOf(response.HttpContext));
            })
            .SetSampler(RequestSampler.Read(builder.Configuration)));
        if (!Exports(builder.Configuration))
            return;
        telemetry
            .ConfigureResource(resource => Describe(resource, service))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation())
            // Scopes would bring the paths of requests along.
            .WithLogging(null, options => (options.IncludeFormattedMessage, options.IncludeScopes) = (true, false))
            .UseOtlpExporter();
    }

    private static bool Exports(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration[EndpointSetting])
        && !string.Equals(configuration[DisabledSetting], "true", StringComparison.OrdinalIgnoreCase);

    private static bool LogsJson(IConfiguration configuration) => configuration[ConsoleFormatSetting] == ConsoleFormatterNames.Json;

    private static void AddJsonLogs(this IServiceCollection services)
    {
        services.AddSingleton<IExternalScopeProvider, TraceScopes>();
        services.PostConfigure<JsonConsoleFormatterOptions>(options =>
        {
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat ??= "O";
        });
    }

    /// <summary>The environment's word, such as <c>OTEL_RESOURCE_ATTRIBUTES</c>, counts above ours.</summary>
    private static void Describe(ResourceBuilder resource, string service)
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        resource.Clear()
            .AddTelemetrySdk()
            .AddService(service, serviceNamespace: null, version, autoGenerateServiceInstanceId: false,
                serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
            .AddEnvironmentVariableDetector();
    }

    /// <summary>A hub connection is a request that lasts for hours; its calls have spans of their own.</summary>
    private static bool IsLongOrDull(PathString path) => path.StartsWithSegments("/hubs") || path.StartsWithSegments("/health");

    private static string RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
}
