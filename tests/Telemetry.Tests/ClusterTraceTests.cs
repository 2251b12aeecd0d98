namespace OrleansChat.Telemetry.Tests;

/// <summary>In a cluster a trace crosses the processes.</summary>
public sealed class ClusterTraceTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private OtlpCollector? _collector;
    private ClusterProcesses? _cluster;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _collector = await OtlpCollector.Start();
        _cluster = await ClusterProcesses.Start(_database.ConnectionString, silos: 1, frontEnds: 1, _collector.Environment);
    }

    [Fact]
    public async Task A_message_goes_from_the_front_end_to_the_silo_and_its_push_comes_back()
    {
        var users = await ChatUser.RegisterMany(_cluster!.FrontEnds[0].Http, 2);
        var group = (await users[0].CreateGroup("crossing", users[1])).Id;
        await using var sender = await users[0].Connect();
        await using var receiver = await users[1].Connect();

        var traceId = await ClientTraces.Run(() => sender.Send(group, "hello"));

        var trace = await _collector!.Trace(traceId, spans => Has(spans, "push.deliver") && Has(spans, "journal.append"));
        Assert.Equal("orleanschat-frontend", ServiceOf(trace, "ChatHub/SendMessage"));
        Assert.Equal("orleanschat-silo", ServiceOf(trace, "journal.append"));
        Assert.Equal("orleanschat-silo", ServiceOf(trace, "journal.commit"));
        Assert.Equal("orleanschat-frontend", ServiceOf(trace, "push.deliver"));
        Assert.Contains(_collector.Metrics, metric => metric is { Service: "orleanschat-silo", Name: "orleans-catalog-activations" });
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        if (_collector is not null)
            await _collector.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private static bool Has(IReadOnlyList<Span> trace, string name) => trace.Any(span => span.Name == name);

    private static string ServiceOf(IReadOnlyList<Span> trace, string nameEnd) =>
        Assert.Single(trace, span => span.Name.EndsWith(nameEnd, StringComparison.Ordinal)).Service;
}
