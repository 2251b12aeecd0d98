using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace OrleansChat.Web.Tests;

/// <summary>
/// Counts what this process asks one database, from when it is made: a query is one round trip, as Npgsql sends a statement or a batch
/// of them. What goes on by itself, whoever is connected, is left out.
/// </summary>
internal sealed class QueryCounter : IDisposable
{
    /// <summary>Of sweepers, leases and the filler of the search index; and the late word of who was last seen when, one for all.</summary>
    private static readonly string[] Background =
    [
        "INTO leases", "FROM leases", "search_filler", "message_search", "m.deleted_at IS NULL AND m.type", "FROM erasures",
        "deleted_at IS NOT NULL AND group_id >", "intent_at <", "check_at <=", "INTO user_presence", "orleansmembership",
    ];

    private readonly ConcurrentDictionary<string, int> _queries = [];
    private readonly ActivityListener _listener;

    public QueryCounter(TestDatabase database)
    {
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("db.namespace") as string == name && activity.GetTagItem("db.query.text") is string text && IsAsked(text))
                    _queries.AddOrUpdate(text, 1, (_, count) => count + 1);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => _queries.Values.Sum();

    /// <summary>Statements in those round trips; the beginnings of transactions, which travel along, are not among them.</summary>
    public int Statements => _queries.Sum(query => query.Value * query.Key.Split(';', StringSplitOptions.RemoveEmptyEntries).Length);

    /// <summary>How often each was asked, the most frequent first; for the text of a failure.</summary>
    public override string ToString() => string.Join('\n', _queries
        .OrderByDescending(query => query.Value)
        .Select(query => $"{query.Value} × {string.Join(' ', query.Key.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Take(60))}"));

    public void Dispose() => _listener.Dispose();

    private static bool IsAsked(string text) =>
        !Array.Exists(Background, part => text.Contains(part, StringComparison.OrdinalIgnoreCase));
}
