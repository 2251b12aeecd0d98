using System.Text.Json;

namespace OrleansChat.Telemetry.Tests;

/// <summary>Logs as JSON, for machines, and as lines, for people.</summary>
public sealed class LogTests
{
    /// <summary>Makes the server log something within a request.</summary>
    private static readonly Dictionary<string, string> Talkative = new() { ["Logging__LogLevel__Microsoft.AspNetCore.Routing"] = "Debug" };

    [Fact]
    public async Task A_JSON_line_names_its_trace_and_no_path()
    {
        await using var database = await TestDatabase.Create();
        await using var server = await ServerProcess.Start(
            database.ConnectionString, environment: new Dictionary<string, string>(Talkative) { ["Logging__Console__FormatterName"] = "json" });
        var user = await ChatUser.Register(server.Http);

        var traceId = await ClientTraces.Run(() => user.Inbox());

        // It stops only after everything is written.
        await server.Terminate();
        var lines = server.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var own = lines.Where(line => line.TryGetProperty("Scopes", out var scopes)
            && scopes.EnumerateArray().Any(scope => scope.TryGetProperty("TraceId", out var id) && id.GetString() == traceId)).ToList();
        Assert.NotEmpty(own);
        Assert.All(own, line => Assert.Equal(16, line.GetProperty("Scopes")[0].GetProperty("SpanId").GetString()!.Length));
        Assert.DoesNotContain("RequestPath", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_collector_lines_stay_readable_and_go_there_with_their_trace()
    {
        await using var database = await TestDatabase.Create();
        await using var collector = await OtlpCollector.Start();
        await using var server = await ServerProcess.Start(
            database.ConnectionString, environment: new Dictionary<string, string>(collector.Environment.Concat(Talkative)));
        var user = await ChatUser.Register(server.Http);

        var traceId = await ClientTraces.Run(() => user.Inbox());

        await collector.Until(
            () => collector.Logs.Any(line => line.TraceId == traceId), () => string.Join('\n', collector.Logs));
        Assert.Contains("info: Microsoft.Hosting.Lifetime", server.Output, StringComparison.Ordinal);
    }
}
