using System.Globalization;
using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>
/// Search by users who are in 200 of many conversations: "any" users in conversations of any size, "busy" ones in the largest there
/// are. One request at a time, over REST. The server fills its index itself before.
/// </summary>
internal sealed class SearchScenario : IScenario
{
    private const int Mine = 200;
    private const int UsersOfAKind = 20;
    private const int MessagesPerConversation = 50;

    /// <summary>Indexes of users whom no other scenario has put into conversations.</summary>
    private const int FirstAny = 100;

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

    public string Name => "search";

    public string Description => "1,000,000 messages in 20,000 conversations, a user in 200";

    public TimeSpan Planned(Effort effort) => TimeSpan.FromSeconds(5 + (effort.Messages / 4_500.0) + (effort.Queries * (Queries.Length + 1) * 2 * 0.02)) + (effort.WarmUp / 2);

    public async Task<Findings> Run(Bench bench)
    {
        var product = await bench.Stage.Product();
        var (messages, conversations) = (bench.Effort.Messages, Math.Max(bench.Effort.Messages / MessagesPerConversation, Mine));
        bench.Say($"{messages:N0} messages in {conversations:N0} conversations are written");
        var start = Clock.Now;
        await FilledLog.Write(product.Database, Messages(messages, conversations, product.Users), bench.Cancel);
        var users = await FillMembers(product, conversations);
        await Databases.Settle(product.Database);
        await SearchIndexState.WaitUntilFilled(bench, product.Database);
        var filling = (Clock.Now - start) / 1e9;
        await Databases.Settle(product.Database, "message_search");
        await WarmUp(bench, product, users);

        var (findings, kinds) = (new Findings(), new Dictionary<string, Milliseconds>());
        var (table, all) = (new Table("a page of 50 hits, REST", "p50/p99/max ms", "hits"), new Histogram());
        foreach (var (who, some) in users)
        {
            foreach (var (kind, text) in Queries)
                await Case(bench, product, table, all, kinds, $"{who}, {kind}", some, text, inOne: false);
            await Case(bench, product, table, all, kinds, $"{who}, frequent word in one conversation", some, Queries[2].Text, inOne: true);
        }
        findings.Tables.Add(table);
        findings.Add("messages", messages);
        findings.Add("conversations", conversations);
        findings.Add("fillingSeconds", Spread.Round(filling));
        findings.Add("p50Ms", Milliseconds.Of(all).P50);
        findings.Add("p99Ms", Milliseconds.Of(all).P99);
        findings.Add("kinds", kinds);
        findings.Add("size", await Databases.Read<string>(
            product.Database, "SELECT pg_size_pretty(pg_table_size('message_search')) || ', GIN ' || pg_size_pretty(pg_relation_size('message_search_tokens'))"));
        findings.Notes.Add($"All kinds together: {Milliseconds.Of(all)} ms. {messages:N0} messages in {conversations:N0} conversations were written and in the index after {Spread.Figure(filling)} s.");
        return findings;
    }

    /// <summary>Searches of all kinds: the server's compiler works on the same core.</summary>
    private static async Task WarmUp(Bench bench, Product product, (string Who, (int User, int First)[] Users)[] users)
    {
        bench.Say("warm-up");
        var random = new Random(4);
        for (var end = Clock.Now + (long)(bench.Effort.WarmUp / 2).TotalNanoseconds; Clock.Now < end;)
        {
            bench.Cancel.ThrowIfCancellationRequested();
            var some = users[random.Next(users.Length)].Users;
            var text = Queries[random.Next(Queries.Length)].Text(random);
            await product.Call(some[random.Next(some.Length)].User, HttpMethod.Get, $"search?q={Uri.EscapeDataString(text)}");
        }
    }

    private static async Task Case(
        Bench bench, Product product, Table table, Histogram all, Dictionary<string, Milliseconds> kinds, string name, (int User, int First)[] users, Func<Random, string> text, bool inOne)
    {
        bench.Say(name);
        var random = new Random(5);
        var (histogram, hits) = (new Histogram(), 0L);
        var warmUp = Math.Min(20, bench.Effort.Queries);
        for (var i = -warmUp; i < bench.Effort.Queries; i++)
        {
            bench.Cancel.ThrowIfCancellationRequested();
            var (user, first) = users[random.Next(users.Length)];
            var query = $"search?q={Uri.EscapeDataString(text(random))}{(inOne ? $"&conversationId={Conversation(first)}" : "")}";
            var start = Clock.Now;
            var answer = await product.Call(user, HttpMethod.Get, query);
            if (i < 0)
                continue; // code and caches
            histogram.Record(Clock.Now - start);
            hits += answer.GetProperty("items").GetArrayLength();
        }
        all.Add(histogram);
        table.Row(name, $"{Milliseconds.Of(histogram)}", Spread.Figure((double)hits / bench.Effort.Queries));
        kinds[name] = Milliseconds.Of(histogram);
    }

    private static IEnumerable<LogRow> Messages(int count, int conversations, BenchUser[] users)
    {
        var corpus = new SearchCorpus(conversations);
        var seqs = new long[conversations];
        var start = DateTime.UtcNow.AddSeconds(-count);
        for (var i = 0; i < count; i++)
        {
            var number = corpus.NextConversation();
            var seq = ++seqs[number];
            yield return new(Conversation(number), seq, users[seq % 10].Id, corpus.NextText(), start.AddSeconds(i));
        }
    }

    /// <summary>Users and the largest of their conversations.</summary>
    private static async Task<(string Who, (int User, int First)[] Users)[]> FillMembers(Product product, int conversations)
    {
        await Databases.Execute(product.Database, $"""
            INSERT INTO groups (group_id, name, created_at)
            SELECT 'g.' || lpad(n::text, 26, '0'), 'Group ' || n, now() FROM generate_series(0, {conversations - 1}) AS n
            """);
        var random = new Random(3);
        var next = FirstAny;
        async Task<(int, int)[]> Kind(Func<int[]> mine)
        {
            var users = new (int User, int First)[UsersOfAKind];
            for (var i = 0; i < users.Length; i++)
            {
                var numbers = mine();
                users[i] = (next++, numbers.Min());
                await Join(product, users[i].User, numbers);
            }
            return users;
        }
        return
        [
            ("any", await Kind(() => [.. random.GetItems([.. Enumerable.Range(0, conversations)], Mine).Distinct()])),
            ("busy", await Kind(() => [.. Enumerable.Range(0, Mine)])),
        ];
    }

    private static Task Join(Product product, int user, int[] numbers)
    {
        var ids = string.Join(',', numbers.Select(number => $"'{Conversation(number)}'"));
        return Databases.Execute(product.Database, $"""
            INSERT INTO user_conversations (user_id, conversation_id, created_at) SELECT '{product.Users[user].Id}', id, now() FROM unnest(ARRAY[{ids}]) AS id;
            INSERT INTO group_members (user_id, group_id, role, joined_at, joined_seq) SELECT '{product.Users[user].Id}', id, 0, now(), 0 FROM unnest(ARRAY[{ids}]) AS id;
            """);
    }

    private static string Conversation(int number) => $"g.{number.ToString("D26", CultureInfo.InvariantCulture)}";
}
