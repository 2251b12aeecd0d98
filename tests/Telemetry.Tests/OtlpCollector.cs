using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Telemetry.Tests;

/// <summary>A collector: takes what processes export by OTLP over HTTP, and keeps it.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private readonly StringBuilder _everything = new();
    private ImmutableList<Span> _spans = [];
    private ImmutableList<Metric> _metrics = [];
    private ImmutableList<LogLine> _logs = [];
    private TaskCompletionSource _arrival = NewArrival();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        Take("/v1/traces", request => _spans = _spans.AddRange(Otlp.Spans(request)));
        Take("/v1/metrics", request => _metrics = _metrics.AddRange(Otlp.Metrics(request)));
        Take("/v1/logs", request => _logs = _logs.AddRange(Otlp.Logs(request)));
    }

    /// <summary>What a process needs to export here, and soon.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
    };

    public IReadOnlyList<Span> Spans => Volatile.Read(ref _spans);

    public IReadOnlyList<Metric> Metrics => Volatile.Read(ref _metrics);

    public IReadOnlyList<LogLine> Logs => Volatile.Read(ref _logs);

    /// <summary>All that came, byte for byte, as Latin-1: whatever ASCII text is in it is in this.</summary>
    public string Everything
    {
        get
        {
            lock (_lock)
                return _everything.ToString();
        }
    }

    public static async Task<OtlpCollector> Start()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The spans of a trace, as soon as they are as expected.</summary>
    /// <exception cref="TimeoutException">They are not; the text holds those that came.</exception>
    public async Task<IReadOnlyList<Span>> Trace(string traceId, Func<IReadOnlyList<Span>, bool> isWhole)
    {
        IReadOnlyList<Span> trace = [];
        await Until(() => isWhole(trace = [.. Spans.Where(span => span.TraceId == traceId)]), () => string.Join('\n', trace));
        return trace;
    }

    /// <summary>Waits for what has come or comes.</summary>
    /// <param name="describe">What came, for the failure.</param>
    public async Task Until(Func<bool> isEnough, Func<string> describe)
    {
        var deadline = Task.Delay(Patience.Limit);
        while (true)
        {
            Task arrival;
            lock (_lock)
                arrival = _arrival.Task;
            if (isEnough())
                return;
            if (await Task.WhenAny(arrival, deadline) == deadline)
                throw new TimeoutException($"It was not exported within {Patience.Limit.TotalSeconds} s. This was:\n{describe()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private void Take(string path, Action<byte[]> keep) => _app.MapPost(path, async (HttpRequest request) =>
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        lock (_lock)
        {
            keep(body.ToArray());
            _everything.Append(Encoding.Latin1.GetString(body.ToArray()));
            _arrival.SetResult();
            _arrival = NewArrival();
        }
        return Results.Bytes([], "application/x-protobuf");
    });

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
