using System.Text;
using System.Text.Json;
using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// Many connected users lose their connections at once and come back as the SDK does: at a random moment of two seconds they connect,
/// and sync. When is the last of them whole again, and what did it cost?
/// </summary>
internal sealed class StormScenario : IScenario
{
    private const int GroupSize = 50;

    /// <summary>What PostgreSQL's own counts of a connection may be late.</summary>
    private static readonly TimeSpan CountsAreLate = TimeSpan.FromSeconds(11);

    public string Name => "storm";

    public string Description => "5,000 users lose their connections at once: time until all are whole again, and what it costs";

    public TimeSpan Planned(Effort effort) => (Storms(effort) * (TimeSpan.FromSeconds(8) + CountsAreLate)) + TimeSpan.FromSeconds(25);

    public async Task<Findings> Run(Bench bench)
    {
        var product = await bench.Stage.Product();
        var count = bench.Effort.Crowd;
        bench.Say($"{count:N0} users join groups");
        var everybody = await product.CreateGroup([.. Enumerable.Range(0, count)]);
        foreach (var some in Enumerable.Range(0, count).Chunk(GroupSize))
            await product.CreateGroup(some);
        bench.Say($"{count:N0} users connect and sync");
        var users = Enumerable.Range(0, count).Select(i => new ReturningUser(bench, product, i)).ToArray();
        await Task.WhenAll(users.Select(user => user.Return("")));

        var storms = new List<Storm>();
        for (var storm = 1; storm <= Storms(bench.Effort); storm++)
        {
            await bench.Loop.Delay(CountsAreLate, bench.Cancel);
            bench.Say($"storm {storm} of {Storms(bench.Effort)}");
            storms.Add(await Measure(bench, product, users, everybody, storm));
        }
        foreach (var user in users)
            await user.Drop();
        return Report(storms, count);
    }

    private static int Storms(Effort effort) => effort == Effort.Full ? 3 : 1;

    private static async Task<Storm> Measure(Bench bench, Product product, ReturningUser[] users, string everybody, int storm)
    {
        var marker = $"said in storm {storm}";
        var transactions = await Transactions(product);
        await Task.WhenAll(users.Select(user => user.Drop()));
        await product.Call(0, HttpMethod.Post, $"conversations/{everybody}/messages", new { clientMessageId = Guid.NewGuid(), content = marker });
        var (times, refused) = (new Histogram(), 0);
        var before = product.Use;
        await Task.WhenAll(users.Select(async user =>
        {
            var tries = await user.Return(marker);
            lock (times)
            {
                times.Record(Clock.Now - before.Time);
                refused += tries - 1;
            }
        }));
        var used = product.Use - before;
        await bench.Loop.Delay(CountsAreLate, bench.Cancel);
        var queries = (await Transactions(product) - transactions) / (double)users.Length;
        return new(
            Spread.Round(times.Max / 1e9),
            Spread.Round(times.Percentile(0.5) / 1e9),
            Spread.Round(queries),
            refused,
            Spread.Round(used.Server / users.Length),
            Spread.Round(used.Postgres / users.Length),
            Spread.Round(used.Generator / used.Time * 1e6));
    }

    private static Findings Report(List<Storm> storms, int count)
    {
        var findings = new Findings();
        findings.Add("users", count);
        findings.Add("seconds", storms.Max(storm => storm.Seconds));
        findings.Add("queriesPerUser", storms.Max(storm => storm.QueriesPerUser));
        findings.Add("storms", storms);
        var table = new Table($"{count:N0} users", "all whole s", "half of them s", "queries a user", "syncs refused", "CPU-ms a user", "of it PostgreSQL");
        foreach (var (storm, number) in storms.Select((storm, index) => (storm, index + 1)))
        {
            table.Row($"storm {number}", Spread.Figure(storm.Seconds), Spread.Figure(storm.HalfSeconds), Spread.Figure(storm.QueriesPerUser), $"{storm.Refused:N0}",
                Spread.Figure(storm.ServerCpuMsPerUser + storm.PostgresCpuMsPerUser), Spread.Figure(storm.PostgresCpuMsPerUser));
        }
        findings.Tables.Add(table);
        findings.Notes.Add("Queries are transactions that PostgreSQL counted, all that goes on beside included. Every user got what was said meanwhile.");
        if (storms.Max(storm => storm.GeneratorShare) is > 0.9 and var share)
            findings.Notes.Add($"WARNING: the generator used {share:P0} of its core: the server may be faster than that.");
        return findings;
    }

    private static Task<long> Transactions(Product product) => Databases.Read<long>(
        product.Database, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");

    private sealed record Storm(
        double Seconds, double HalfSeconds, double QueriesPerUser, int Refused, double ServerCpuMsPerUser, double PostgresCpuMsPerUser, double GeneratorShare);

    /// <summary>A client as far as a storm needs one: it knows its cursors.</summary>
    private sealed class ReturningUser(Bench bench, Product product, int index)
    {
        private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(2);

        private readonly Dictionary<string, long> _cursors = [];
        private string? _since;
        private HubConnection? _connection;

        public Task Drop() => _connection is { } connection ? bench.Loop.Run(connection.Drop) : Task.CompletedTask;

        /// <summary>Connects and syncs.</summary>
        /// <param name="marker">What the user must then have got.</param>
        /// <returns>How many syncs it took: the server may be busy.</returns>
        public async Task<int> Return(string marker)
        {
            await bench.Loop.Delay(Jitter * Random.Shared.NextDouble(), bench.Cancel);
            _connection = await HubConnection.Open(bench.Loop, product.Endpoint, product.Users[index].Token, index, null);
            var isThere = marker.Length == 0;
            for (var tries = 1; ; tries++)
            {
                var answer = await _connection.Call("Sync", JsonSerializer.Serialize(new { cursors = _cursors, since = _since }));
                if (answer.Contains("HubException: unavailable:", StringComparison.Ordinal))
                {
                    await bench.Loop.Delay(TimeSpan.FromSeconds(1 + (4 * Random.Shared.NextDouble())), bench.Cancel);
                    continue;
                }
                isThere |= answer.Contains(marker, StringComparison.Ordinal);
                if (Apply(answer))
                    continue;
                return isThere ? tries : throw new InvalidDataException($"User {index} is not whole: \"{marker}\" is missing in {answer}");
            }
        }

        /// <returns>Whether there is more.</returns>
        private bool Apply(string answer)
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(answer));
            if (!document.RootElement.TryGetProperty("result", out var result))
                throw new InvalidDataException($"Sync of user {index} was answered: {answer}");
            var hasMore = false;
            foreach (var conversation in result.GetProperty("conversations").EnumerateArray())
                _cursors.TryAdd(conversation.GetProperty("id").GetString()!, 0);
            foreach (var change in result.GetProperty("changes").EnumerateArray())
            {
                _cursors[change.GetProperty("conversationId").GetString()!] = change.GetProperty("version").GetInt64();
                hasMore |= change.GetProperty("more").GetBoolean();
            }
            _since = result.GetProperty("next").GetString();
            return hasMore;
        }
    }
}
