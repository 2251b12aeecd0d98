using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OrleansChat.Grains.Search;
using OrleansChat.Search;

namespace OrleansChat.LoadTests;

/// <summary>
/// Search by users who are in 200 of many conversations: <c>--messages 1000000 --conversations 20000 --queries 200</c>. "Any"
/// users are in conversations of any size, "busy" ones in the largest there are. First it fills the index as a silo does.
/// </summary>
internal static class SearchBenchmark
{
    private const int Mine = 200;
    private const int UsersOfAKind = 20;

    private static readonly (string Kind, Func<Random, string> Text)[] Queries =
    [
        ("rare word", random => SearchCorpus.Word(random.Next(60_000, 150_000))),
        ("medium word", random => SearchCorpus.Word(random.Next(500, 2_000))),
        ("frequent word", random => SearchCorpus.Word(random.Next(20))),
        ("most frequent word", _ => SearchCorpus.Word(0)),
        ("two frequent words", random => $"{SearchCorpus.Word(random.Next(20))} {SearchCorpus.Word(20 + random.Next(100))}"),
        ("three words", random => $"{SearchCorpus.Word(random.Next(20))} {SearchCorpus.Word(random.Next(20, 100))} {SearchCorpus.Word(random.Next(100, 1_000))}"),
        ("phrase", random => $"\"{SearchCorpus.Word(random.Next(20))} {SearchCorpus.Word(random.Next(20))}\""),
        ("prefix", random => SearchCorpus.Word(random.Next(2_000, 20_000))[..2] + "*"),
        ("exclusion", random => $"{SearchCorpus.Word(random.Next(20))} -{SearchCorpus.Word(20 + random.Next(20))}"),
        ("one Chinese character", random => SearchCorpus.Han(random.Next(50))),
        ("two Chinese characters", random => SearchCorpus.Han(random.Next(50)) + SearchCorpus.Han(random.Next(50))),
        ("emoji", _ => "👍"),
    ];

    public static async Task Run(Options options)
    {
        var (messages, conversations) = (options.Number("messages", 1_000_000), options.Number("conversations", 20_000));
        await using var scratch = await ScratchDatabase.Create(options.Server);
        var source = scratch.Database.DataSource;
        var index = new SearchIndex(scratch.Database);
        await index.Step(CancellationToken.None); // nothing is older than the index
        Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {messages:N0} messages in {conversations:N0} conversations");
        await FillMessages(source, messages, conversations);
        var users = await FillMembers(source, conversations);

        var filling = Stopwatch.StartNew();
        while ((await index.Step(CancellationToken.None)).HasMore)
        {
        }
        Console.WriteLine($"filled: {messages / filling.Elapsed.TotalSeconds:N0} messages/s");
        await scratch.Fill("vacuum", "VACUUM ANALYZE");
        await Report(source, "SELECT pg_size_pretty(pg_table_size('message_search')) || ', GIN ' || pg_size_pretty(pg_relation_size('message_search_tokens'))");
        var store = new SearchStore(scratch.Database);
        foreach (var (who, ids) in users)
        {
            foreach (var (kind, text) in Queries)
                Console.WriteLine($"{who}, {kind}: {await Measure(store, ids, text, options.Number("queries", 200), _ => null)}");
            var frequent = Queries[2].Text;
            Console.WriteLine($"{who}, frequent word in one conversation: {await Measure(store, ids, frequent, options.Number("queries", 200), id => Conversation(id.First))}");
        }
    }

    private static async Task<string> Measure(
        SearchStore store, (string Id, int First)[] users, Func<Random, string> text, int queries, Func<(string Id, int First), string?> conversation)
    {
        var random = new Random(5);
        var (latencies, found) = (new Latencies(), 0L);
        for (var i = -20; i < queries; i++)
        {
            var user = users[random.Next(users.Length)];
            var request = new SearchRequest(text(random), conversation(user), null, null, null, 50, null);
            Task<Outcome<Page<SearchHit>>> Search() =>
                store.Search(user.Id, SearchQuery.Parse(request.Text), request, SearchPosition.Start);
            if (i < 0)
                await Search(); // caches, JIT
            else
                found += (await latencies.Measure(Search)).Required.Items.Length;
        }
        return $"{latencies}, {(double)found / queries:F0} hits a page";
    }

    private static async Task FillMessages(NpgsqlDataSource source, int count, int conversations)
    {
        const int perTransaction = 500;
        var corpus = new SearchCorpus(conversations);
        var seqs = new long[conversations];
        var start = DateTime.UtcNow.AddSeconds(-count);
        await using var connection = await source.OpenConnectionAsync();
        for (var done = 0; done < count; done += perTransaction)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var keys = new List<(string Id, long Seq)>();
            await using (var rows = await connection.BeginBinaryImportAsync("""
                COPY messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at) FROM STDIN (FORMAT BINARY)
                """))
            {
                for (var i = done; i < Math.Min(done + perTransaction, count); i++)
                {
                    var number = corpus.NextConversation();
                    keys.Add((Conversation(number), ++seqs[number]));
                    await rows.StartRowAsync();
                    await rows.WriteAsync(keys[^1].Id, NpgsqlDbType.Text);
                    await rows.WriteAsync(keys[^1].Seq, NpgsqlDbType.Bigint);
                    await rows.WriteAsync(keys[^1].Seq, NpgsqlDbType.Bigint);
                    await rows.WriteAsync(keys[^1].Seq, NpgsqlDbType.Bigint);
                    await rows.WriteAsync(Id('u', (int)(keys[^1].Seq % 10)), NpgsqlDbType.Text);
                    await rows.WriteAsync((short)0, NpgsqlDbType.Smallint);
                    await rows.WriteAsync(corpus.NextText(), NpgsqlDbType.Text);
                    await rows.WriteAsync(start.AddSeconds(i), NpgsqlDbType.TimestampTz);
                }
                await rows.CompleteAsync();
            }
            await using (var rows = await connection.BeginBinaryImportAsync("COPY message_changes (conversation_id, version, seq) FROM STDIN (FORMAT BINARY)"))
            {
                foreach (var (id, seq) in keys)
                {
                    await rows.StartRowAsync();
                    await rows.WriteAsync(id, NpgsqlDbType.Text);
                    await rows.WriteAsync(seq, NpgsqlDbType.Bigint);
                    await rows.WriteAsync(seq, NpgsqlDbType.Bigint);
                }
                await rows.CompleteAsync();
            }
            await transaction.CommitAsync();
        }
    }

    /// <summary>Users and the largest of their conversations.</summary>
    private static async Task<(string Who, (string Id, int First)[] Users)[]> FillMembers(NpgsqlDataSource source, int conversations)
    {
        var random = new Random(3);
        var next = 1_000;
        (string Id, int First)[] Kind(Func<int[]> mine) => [.. Enumerable.Range(0, UsersOfAKind).Select(_ =>
        {
            var (id, numbers) = (Id('u', next++), mine());
            Insert(source, id, numbers);
            return (id, numbers.Min());
        })];
        await Task.CompletedTask;
        return
        [
            ("any", Kind(() => random.GetItems([.. Enumerable.Range(0, conversations)], Mine))),
            ("busy", Kind(() => [.. Enumerable.Range(0, Mine)])),
        ];
    }

    private static void Insert(NpgsqlDataSource source, string userId, int[] numbers)
    {
        foreach (var sql in new[]
        {
            "INSERT INTO user_conversations (user_id, conversation_id, created_at) SELECT $1, id, now() FROM unnest($2) AS id",
            "INSERT INTO group_members (user_id, group_id, role, joined_at, joined_seq) SELECT $1, id, 0, now(), 0 FROM unnest($2) AS id",
        })
        {
            using var command = source.CreateCommand(sql);
            command.Parameters.Add(new() { Value = userId });
            command.Parameters.Add(new() { Value = numbers.Distinct().Select(Conversation).ToArray() });
            command.ExecuteNonQuery();
        }
    }

    private static async Task Report(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        Console.WriteLine(await command.ExecuteScalarAsync());
    }

    private static string Conversation(int number) => Id('g', number);

    private static string Id(char kind, int number) => $"{kind}.{number.ToString("D26", CultureInfo.InvariantCulture)}";
}
