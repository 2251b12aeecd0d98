using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansChat.Telemetry.Tests;

namespace OrleansChat.LoadTests.Servers;

/// <summary>One series of a metric, as a process last told it.</summary>
/// <param name="Instance">Of the process.</param>
/// <param name="Tags">As <c>name=value</c>, with commas.</param>
internal readonly record struct Series(string Instance, string Metric, string Tags);

/// <summary>Takes the metrics that processes export by OTLP over HTTP, and keeps the newest value of each: of a histogram, how many
/// there were.</summary>
internal sealed class SiloMetrics : IAsyncDisposable
{
    /// <summary>How often processes tell.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Series, double> _values = [];
    private readonly WebApplication _app;

    private SiloMetrics()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            Take(body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
        foreach (var other in (string[])["/v1/traces", "/v1/logs"])
            _app.MapPost(other, () => Results.Bytes([], "application/x-protobuf"));
    }

    /// <summary>What makes a process export here: metrics alone.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_TRACES_SAMPLER"] = "always_off",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = $"{Interval.TotalMilliseconds}",
    };

    public static async Task<SiloMetrics> Start()
    {
        var metrics = new SiloMetrics();
        await metrics._app.StartAsync();
        return metrics;
    }

    /// <summary>By process; all series whose tags hold the text are added up.</summary>
    public Dictionary<string, double> Read(string metric, string tags = "") => _values
        .Where(pair => pair.Key.Metric == metric && pair.Key.Tags.Contains(tags, StringComparison.Ordinal))
        .GroupBy(pair => pair.Key.Instance)
        .ToDictionary(pairs => pairs.Key, pairs => pairs.Sum(pair => pair.Value));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>opentelemetry-proto 1.x, collector/metrics/v1: by resource, by scope, the metrics and their points.</summary>
    private void Take(ReadOnlySpan<byte> request)
    {
        for (var resources = new ProtobufReader(request); resources.Next();)
        {
            var instance = "";
            for (var resource = new ProtobufReader(resources.Value); resource.Next();)
            {
                if (resource.Field == 1)
                    instance = Tags(resource.Value, 1).Split(',').FirstOrDefault(tag => tag.StartsWith("service.instance.id=", StringComparison.Ordinal)) ?? "";
                else if (resource.Field == 2)
                    TakeScope(instance, resource.Value);
            }
        }
    }

    private void TakeScope(string instance, ReadOnlySpan<byte> items)
    {
        for (var scope = new ProtobufReader(items); scope.Next();)
        {
            if (scope.Field != 2)
                continue;
            var name = "";
            for (var metric = new ProtobufReader(scope.Value); metric.Next();)
            {
                if (metric.Field == 1)
                    name = metric.Text;
                else if (metric.Field is 5 or 7 or 9) // gauge, sum, histogram
                    TakePoints(instance, name, metric.Value, isHistogram: metric.Field == 9);
            }
        }
    }

    private void TakePoints(string instance, string name, ReadOnlySpan<byte> data, bool isHistogram)
    {
        for (var points = new ProtobufReader(data); points.Next();)
        {
            if (points.Field != 1)
                continue;
            var value = 0.0;
            for (var point = new ProtobufReader(points.Value); point.Next();)
            {
                if (point.Field == 4)
                    value = isHistogram ? BinaryPrimitives.ReadUInt64LittleEndian(point.Value) : BinaryPrimitives.ReadDoubleLittleEndian(point.Value);
                else if (point.Field == 6 && !isHistogram)
                    value = BinaryPrimitives.ReadInt64LittleEndian(point.Value);
            }
            _values[new(instance, name, Tags(points.Value, isHistogram ? 9 : 7))] = value;
        }
    }

    private static string Tags(ReadOnlySpan<byte> message, int field)
    {
        var text = new StringBuilder();
        for (var reader = new ProtobufReader(message); reader.Next();)
        {
            if (reader.Field != field)
                continue;
            for (var tag = new ProtobufReader(reader.Value); tag.Next();)
            {
                if (tag.Field == 1)
                    text.Append(text.Length == 0 ? "" : ",").Append(tag.Text).Append('=');
                else
                    text.Append(Any(tag.Value));
            }
        }
        return text.ToString();
    }

    private static string Any(ReadOnlySpan<byte> value)
    {
        var any = new ProtobufReader(value);
        return !any.Next() ? "" : any.Field == 1 ? any.Text : $"{any.Number}";
    }
}
