using System.Text.Json;
using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// A conversation of a million messages: pages of 50 at its start, middle and end over REST, and what a client that was away asks for
/// over the hub, until it has all. One request at a time.
/// </summary>
internal sealed class HistoryScenario : IScenario
{
    /// <summary>The last of all users, who take part in nothing else: what others have said is no part of their syncs.</summary>
    public const int Readers = 20;

    private const int SmallGroups = 20;
    private const int MissedInEach = 50;

    public string Name => "history";

    public string Description => "pages of a conversation of 1,000,000 messages, and syncs after 10, 1,000 and 100,000 missed ones";

    public TimeSpan Planned(Effort effort) => TimeSpan.FromSeconds(20 + (effort.Messages / 4_500.0) + (effort.Queries * 0.08)) + (8 * WarmUp(effort));

    public async Task<Findings> Run(Bench bench)
    {
        var product = await bench.Stage.Product();
        int[] readers = [.. Enumerable.Range(bench.Stage.Users - Readers, Readers)];
        var large = await product.CreateGroup(readers);
        var small = new List<string>();
        for (var i = 0; i < SmallGroups; i++)
            small.Add(await product.CreateGroup(readers));
        bench.Say($"{bench.Effort.Messages:N0} messages are written");
        // A loaded conversation would not know of what others write.
        await product.Stop();
        await FilledLog.Write(product.Database, Messages(await LastSeq(product, large), bench.Effort.Messages, large, readers, product.Users), bench.Cancel);
        foreach (var id in small)
            await FilledLog.Write(product.Database, Messages(await LastSeq(product, id), 2 * MissedInEach, id, readers, product.Users), bench.Cancel);
        await Databases.Settle(product.Database, "messages, message_changes");
        await product.Start();
        await SearchIndexState.WaitUntilFilled(bench, product.Database);

        var findings = new Findings();
        await Pages(bench, product, readers, large, findings);
        await Syncs(bench, product, readers, large, small, findings);
        return findings;
    }

    private static async Task Pages(Bench bench, Product product, int[] readers, string id, Findings findings)
    {
        var last = await LastSeq(product, id);
        var random = new Random(1);
        // Around a place, so that not every request reads the same page.
        long Near(double part) => (long)(last * part) + random.Next((int)(last / 20));
        (string Place, Func<string> Query)[] places =
        [
            ("start", () => $"after={Near(0)}"),
            ("middle", () => $"around={Near(0.5)}"),
            ("end", () => $"before={last + 1 - random.Next((int)(last / 20))}"),
            ("newest", () => ""),
        ];
        var (table, all) = (new Table("a page of 50, REST", "p50/p99/max ms"), new Histogram());
        foreach (var (place, query) in places)
        {
            bench.Say($"pages at the {place}");
            var histogram = await Time(bench, i => product.Call(readers[i % Readers], HttpMethod.Get, $"conversations/{id}/messages?limit=50&{query()}"));
            all.Add(histogram);
            table.Row(place, $"{Milliseconds.Of(histogram)}");
            findings.Add($"{place}Ms", Milliseconds.Of(histogram));
        }
        findings.Add("messages", last);
        findings.Notes.Add($"The conversation has {last:N0} messages.");
        findings.Add("pageP99Ms", Milliseconds.Of(all).P99);
        findings.Tables.Add(table);
    }

    private static async Task Syncs(Bench bench, Product product, int[] readers, string large, List<string> small, Findings findings)
    {
        var connections = await product.Connect(bench.Loop, readers, bench.Cancel);
        // What a client knows that has seen everything.
        var present = new Client([], null);
        while (await present.Sync(connections[0], count: null))
        {
        }
        var ends = present.Cursors;
        var table = new Table("what was missed, over the hub", "p50/p99/max ms", "messages");
        async Task Case(string name, string key, Dictionary<string, long> behind)
        {
            bench.Say($"sync: {name}");
            var messages = 0;
            var histogram = await Time(bench, async i =>
            {
                var client = new Client(new(ends.Concat(behind).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value)), present.Since);
                messages = 0;
                while (await client.Sync(connections[i % Readers], count => messages += count))
                {
                }
            });
            table.Row(name, $"{Milliseconds.Of(histogram)}", $"{messages:N0}");
            findings.Add(key, Milliseconds.Of(histogram));
        }
        foreach (var missed in (int[])[10, 1_000, 100_000])
        {
            if (missed <= bench.Effort.Messages)
                await Case($"{missed:N0} in one conversation", $"syncAfter{missed}Ms", new() { [large] = ends[large] - missed });
        }
        await Case($"{SmallGroups * MissedInEach:N0} in {SmallGroups} conversations", "syncOf20ConversationsMs", small.ToDictionary(id => id, id => ends[id] - MissedInEach));
        await bench.Loop.Run(() => Array.ForEach(connections, connection => connection.Drop()));
        findings.Tables.Add(table);
    }

    private static async Task<Histogram> Time(Bench bench, Func<int, Task> request)
    {
        // Code and caches: the server is fresh, and its compiler works on the same core.
        var warm = Clock.Now + (long)WarmUp(bench.Effort).TotalNanoseconds;
        for (var i = 0; i < bench.Effort.Queries || Clock.Now < warm; i++)
            await request(i);
        var histogram = new Histogram();
        for (var i = 0; i < bench.Effort.Queries; i++)
        {
            bench.Cancel.ThrowIfCancellationRequested();
            var start = Clock.Now;
            await request(i);
            histogram.Record(Clock.Now - start);
        }
        return histogram;
    }

    private static TimeSpan WarmUp(Effort effort) => effort.WarmUp / 6;

    private static IEnumerable<LogRow> Messages(long after, int count, string id, int[] writers, BenchUser[] users)
    {
        var start = DateTime.UtcNow.AddSeconds(-count);
        return Enumerable.Range(1, count).Select(i =>
            new LogRow(id, after + i, users[writers[i % Readers]].Id, $"message {i} of the usual length, more or less", start.AddSeconds(i)));
    }

    private static Task<long> LastSeq(Product product, string id) =>
        Databases.Read<long>(product.Database, $"SELECT coalesce(max(version), 0) FROM message_changes WHERE conversation_id = '{id}'");

    /// <summary>What a client knows.</summary>
    private sealed class Client(Dictionary<string, long> cursors, string? since)
    {
        public Dictionary<string, long> Cursors => cursors;

        public string? Since { get; private set; } = since;

        /// <param name="count">Told how many messages came.</param>
        /// <returns>Whether there is more.</returns>
        public async Task<bool> Sync(HubConnection connection, Action<int>? count)
        {
            var answer = await connection.Call("Sync", JsonSerializer.Serialize(new { cursors, since = Since }));
            using var document = JsonDocument.Parse(answer);
            if (!document.RootElement.TryGetProperty("result", out var result))
                throw new InvalidDataException($"Sync was answered: {answer}");
            var hasMore = false;
            foreach (var change in result.GetProperty("changes").EnumerateArray())
            {
                cursors[change.GetProperty("conversationId").GetString()!] = change.GetProperty("version").GetInt64();
                hasMore |= change.GetProperty("more").GetBoolean();
                count?.Invoke(change.GetProperty("messages").GetArrayLength());
            }
            Since = result.GetProperty("next").GetString();
            return hasMore;
        }
    }
}
