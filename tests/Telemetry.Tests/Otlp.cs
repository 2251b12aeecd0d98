using System.Collections.Immutable;

namespace OrleansChat.Telemetry.Tests;

/// <summary>A span as a collector receives it. Ids in hexadecimal; <see cref="ParentId"/> is empty for a root.</summary>
internal sealed record Span(
    string Service, string Scope, string TraceId, string Id, string ParentId, string Name, bool IsServer,
    ImmutableDictionary<string, string> Tags, ImmutableArray<string> LinkedTraces);

internal sealed record Metric(string Service, string Scope, string Name, string Unit);

/// <param name="TraceId">Empty for a line outside all traces.</param>
internal sealed record LogLine(string Service, string TraceId, string Text);

/// <summary>Reads OTLP requests: opentelemetry-proto 1.x, collector/*/v1 and what they hold.</summary>
internal static class Otlp
{
    private delegate void OnItem(string service, string scope, ReadOnlySpan<byte> item);

    public static List<Span> Spans(ReadOnlySpan<byte> request)
    {
        var spans = new List<Span>();
        ForEach(request, (service, scope, item) => spans.Add(ReadSpan(service, scope, item)));
        return spans;
    }

    public static List<Metric> Metrics(ReadOnlySpan<byte> request)
    {
        var metrics = new List<Metric>();
        ForEach(request, (service, scope, item) =>
        {
            var (name, unit) = ("", "");
            for (var metric = new ProtobufReader(item); metric.Next();)
            {
                if (metric.Field == 1)
                    name = metric.Text;
                else if (metric.Field == 3)
                    unit = metric.Text;
            }
            metrics.Add(new Metric(service, scope, name, unit));
        });
        return metrics;
    }

    public static List<LogLine> Logs(ReadOnlySpan<byte> request)
    {
        var lines = new List<LogLine>();
        ForEach(request, (service, _, item) =>
        {
            var (text, trace) = ("", "");
            for (var record = new ProtobufReader(item); record.Next();)
            {
                if (record.Field == 5)
                    text = ReadAny(record.Value);
                else if (record.Field == 9)
                    trace = record.Hex;
            }
            lines.Add(new LogLine(service, trace, text));
        });
        return lines;
    }

    /// <summary>All three kinds of request nest alike: by resource, by scope, the items.</summary>
    private static void ForEach(ReadOnlySpan<byte> request, OnItem onItem)
    {
        for (var resources = new ProtobufReader(request); resources.Next();)
        {
            var service = "";
            for (var resource = new ProtobufReader(resources.Value); resource.Next();)
            {
                if (resource.Field == 1)
                    service = ReadTags(resource.Value, 1).GetValueOrDefault("service.name", "");
                else if (resource.Field == 2)
                    ForEachOfScope(service, resource.Value, onItem);
            }
        }
    }

    private static void ForEachOfScope(string service, ReadOnlySpan<byte> items, OnItem onItem)
    {
        var name = "";
        for (var scope = new ProtobufReader(items); scope.Next();)
        {
            if (scope.Field == 1)
                name = ReadFirstText(scope.Value);
            else if (scope.Field == 2)
                onItem(service, name, scope.Value);
        }
    }

    private static Span ReadSpan(string service, string scope, ReadOnlySpan<byte> item)
    {
        var (trace, id, parent, name) = ("", "", "", "");
        var isServer = false;
        var links = new List<string>();
        for (var span = new ProtobufReader(item); span.Next();)
        {
            switch (span.Field)
            {
                case 1:
                    trace = span.Hex;
                    break;
                case 2:
                    id = span.Hex;
                    break;
                case 4:
                    parent = span.Hex;
                    break;
                case 5:
                    name = span.Text;
                    break;
                case 6:
                    isServer = span.Number == 2;
                    break;
                case 13:
                    links.Add(ReadFirstHex(span.Value));
                    break;
            }
        }
        return new Span(service, scope, trace, id, parent, name, isServer, ReadTags(item, 9), [.. links]);
    }

    private static ImmutableDictionary<string, string> ReadTags(ReadOnlySpan<byte> message, int field)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string>();
        for (var reader = new ProtobufReader(message); reader.Next();)
        {
            if (reader.Field != field)
                continue;
            var (key, value) = ("", "");
            for (var tag = new ProtobufReader(reader.Value); tag.Next();)
            {
                if (tag.Field == 1)
                    key = tag.Text;
                else
                    value = ReadAny(tag.Value);
            }
            tags[key] = value;
        }
        return tags.ToImmutable();
    }

    /// <summary>Of a value, its text; others are not looked at.</summary>
    private static string ReadAny(ReadOnlySpan<byte> value)
    {
        for (var any = new ProtobufReader(value); any.Next();)
        {
            if (any.Field == 1)
                return any.Text;
        }
        return "";
    }

    private static string ReadFirstText(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return reader.Next() && reader.Field == 1 ? reader.Text : "";
    }

    private static string ReadFirstHex(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return reader.Next() && reader.Field == 1 ? reader.Hex : "";
    }
}
