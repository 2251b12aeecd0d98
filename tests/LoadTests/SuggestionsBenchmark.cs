using OrleansChat.Grains.Contacts;

namespace OrleansChat.LoadTests;

/// <summary>
/// Contact suggestions for random users of a large directory: <c>--users 100000 --contacts 200 --queries 1000</c>. Half of a
/// user's contacts are neighbours, who know each other, the other half are anybody; so there are many candidates to count.
/// </summary>
internal static class SuggestionsBenchmark
{
    private const string UserId = "'u.' || lpad({0}::text, 26, '0')";

    public static async Task Run(Options options)
    {
        var (users, contacts) = (options.Number("users", 100_000), options.Number("contacts", 200));
        await using var scratch = await ScratchDatabase.Create(options.Server);
        await scratch.Fill($"{users:N0} users", $"""
            INSERT INTO users (user_id, username, display_name, created_at, changed_at)
            SELECT {Id("n")}, 'user-' || n, 'User ' || n, now(), now() FROM generate_series(0, {users - 1}) AS n
            """);
        await scratch.FillTable("contacts", $"{(long)users * contacts:N0} contacts", $"""
            SELECT setseed(0.42);
            CREATE UNLOGGED TABLE pairs AS
            SELECT n AS one, CASE WHEN k % 2 = 0 THEN (n + 1 + k / 2) % {users} ELSE floor(random() * {users})::bigint END AS other
            FROM generate_series(0, {users - 1}) AS n, generate_series(0, {(contacts / 2) - 1}) AS k;
            INSERT INTO contacts (user_id, other_id, status, blocked_by_other, created_at)
            SELECT {Id("one")}, {Id("other")}, 3, false, now()
            FROM (SELECT one, other FROM pairs UNION SELECT other, one FROM pairs ORDER BY 1, 2) AS halves WHERE one <> other;
            DROP TABLE pairs;
            """);
        await scratch.Fill("vacuum", "VACUUM ANALYZE contacts, users");

        var store = new SuggestionStore(scratch.Database);
        var random = new Random(7);
        var latencies = new Latencies();
        var found = 0L;
        for (var i = -100; i < options.Number("queries", 1_000); i++)
        {
            var id = "u." + random.Next(users).ToString("D26", System.Globalization.CultureInfo.InvariantCulture);
            if (i < 0)
                await store.Suggest(id, 10, null); // caches, prepared statements, JIT
            else
                found += (await latencies.Measure(() => store.Suggest(id, 10, null))).Required.Items.Length;
        }
        Console.WriteLine($"suggestions: {latencies}, {found} suggested, {users:N0} users with {contacts} contacts each");
    }

    private static string Id(string number) => string.Format(System.Globalization.CultureInfo.InvariantCulture, UserId, number);
}
