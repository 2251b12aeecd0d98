namespace OrleansChat.Telemetry.Tests;

/// <summary>The metrics that docs/operations.md lists arrive, with their units.</summary>
public sealed class MetricTests(ServerWithCollector product) : IClassFixture<ServerWithCollector>
{
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["chat.messages.committed"] = "{message}",
        ["chat.journal.queue.length"] = "{append}",
        ["chat.journal.batch.size"] = "{append}",
        ["chat.journal.wait.duration"] = "s",
        ["chat.journal.commit.duration"] = "s",
        ["chat.reads.waiting"] = "{read}",
        ["chat.search.lag"] = "s",
        ["chat.hub.call.duration"] = "s",
        ["chat.push.duration"] = "s",
        ["chat.pushes.sent"] = "{push}",
        ["chat.users.connected"] = "{user}",
        ["signalr.server.active_connections"] = "{connection}",
        ["http.server.request.duration"] = "s",
        [Repository.Runtime == "Orleans" ? "orleans-catalog-activations" : "chat.activations"] =
            Repository.Runtime == "Orleans" ? "" : "{activation}",
    };

    [Fact]
    public async Task They_arrive_after_a_message()
    {
        var users = await ChatUser.RegisterMany(product.Server.Http, 2);
        var conversation = (await users[0].OpenDirect(users[1])).Id;
        await using var sender = await users[0].Connect();
        await using var receiver = await users[1].Connect();
        var arrives = receiver.NextMessage();
        await sender.Send(conversation, "hello");
        await arrives;
        await receiver.Sync(new Dictionary<string, long>());

        await product.Collector.Until(
            () => Expected.Keys.All(name => product.Collector.Metrics.Any(metric => metric.Name == name)),
            () => string.Join(' ', product.Collector.Metrics.Select(metric => metric.Name).Distinct().Order()));
        foreach (var (name, unit) in Expected)
            Assert.All(product.Collector.Metrics.Where(metric => metric.Name == name), metric => Assert.Equal(unit, metric.Unit));
        Assert.All(product.Collector.Metrics, metric => Assert.Equal("orleanschat", metric.Service));
    }

    [Fact]
    public void The_page_for_operators_explains_each_of_them()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.All(OurNames(), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    /// <summary>By the source: also what only goes wrong makes.</summary>
    private static IEnumerable<string> OurNames() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
        .SelectMany(file => MetricName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
        .Distinct();

    private static System.Text.RegularExpressions.Regex MetricName() =>
        new("""Create(?:Counter|UpDownCounter|Histogram|Duration|Gauge)(?:<\w+>)?\(\s*"(chat\.[a-z_.]+)""");
}
