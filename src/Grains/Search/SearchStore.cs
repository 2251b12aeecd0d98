using Npgsql;
using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Search;

namespace OrleansChat.Grains.Search;

/// <summary>
/// The search itself. First it looks at the newest messages of the caller's conversations, some thousands. Do they hold many matches,
/// those are the window; else the index of words tells the rest, which are few then, or, where the newest messages promise enough, those
/// of a longer stretch. So neither frequent nor rare words cost much, and no word needs to be counted.
/// </summary>
internal sealed class SearchStore(Database database)
{
    /// <summary>The most matches that are ranked together.</summary>
    private const int MaxWindow = 1_000;

    /// <summary>So many make a window; with fewer the index is asked.</summary>
    private const int MinWindow = 150;

    /// <summary>Messages to look at without the index, about.</summary>
    private const int Looks = 4_000;

    /// <summary>So many times as far back the index is asked for when that promises a window. It knows words, not phrases or exclusions: of
    /// frequent words it would bring all there are.</summary>
    private const int Further = 4;

    /// <summary>A search must never hold one of the connections for long.</summary>
    private const int TimeoutSeconds = 10;

    /// <param name="query">Finds something.</param>
    public async Task<Outcome<Page<SearchHit>>> Search(
        string callerId, SearchQuery query, SearchRequest request, SearchPosition position)
    {
        var tsQuery = query.ToTsQuery();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var conversations = await Conversations(connection, callerId, request.ConversationId);
        // One more than asked for tells whether there is a next page.
        var hits = new List<(Message Message, SearchPosition At)>();
        for (var isLast = false; !isLast && hits.Count <= request.Limit;)
        {
            var read = new Read(connection, conversations, tsQuery, request, position, request.Limit + 1 - hits.Count);
            var found = await ReadWindow(read, position.Window?.Way ?? SearchWay.Look);
            if (position.Window is null && found.Window.HasOlder && found.Count < MinWindow)
            {
                var oldest = found.Count * Further >= MinWindow ? FurtherBack(position.Newest, found.Window.Oldest) : (DateTimeOffset?)null;
                found = await ReadWindow(read with { Oldest = oldest }, SearchWay.Index);
            }
            hits.AddRange(found.Hits);
            isLast = !found.Window.HasOlder;
            position = found.Window.Next;
        }
        var page = hits.Take(request.Limit)
            // Deleted since the index was filled.
            .Where(hit => hit.Message.DeletedAt is null)
            .Select(hit => new SearchHit(hit.Message, Snippet.Of(hit.Message.Content, query), hit.At.Last!.Rank / 100.0));
        return new Page<SearchHit>([.. page], hits.Count > request.Limit ? hits[request.Limit - 1].At.ToText() : null);
    }

    private static DateTimeOffset FurtherBack(DateTimeOffset? newest, DateTimeOffset oldest)
    {
        var until = (newest ?? DateTimeOffset.UtcNow).UtcTicks;
        return new DateTimeOffset(Math.Max(until - (Further * (until - oldest.UtcTicks)), 0), TimeSpan.Zero);
    }

    private static async Task<string[]> Conversations(NpgsqlConnection connection, string callerId, string? only)
    {
        await using var command = new NpgsqlCommand(SearchSql.Conversations, connection)
        {
            CommandTimeout = TimeoutSeconds,
            Parameters = { Text(callerId), Text(only) },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetString(0));
        return [.. ids];
    }

    private static async Task<(SearchWindow Window, long Count, List<(Message Message, SearchPosition At)> Hits)> ReadWindow(Read read, SearchWay way)
    {
        var (request, position) = (read.Request, read.Position);
        await using var batch = new NpgsqlBatch(read.Connection) { Timeout = TimeoutSeconds };
        // How frequent a word is and how much the conversations hold decides which plan is quick, so the plan must know them. Local: the
        // batch is a transaction.
        batch.BatchCommands.Add(new("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)"));
        var oldestKnown = position.Window?.Oldest ?? read.Oldest;
        batch.BatchCommands.Add(new(SearchSql.Of(request, position, way, oldestKnown is not null))
        {
            Parameters =
            {
                new() { Value = read.Conversations, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                Text(read.TsQuery),
                new() { Value = MaxWindow },
                new() { Value = read.Limit },
                Time(position.Newest),
                Time(oldestKnown),
                Text(request.SenderId),
                Time(request.Before),
                Time(request.After),
                new() { Value = (object?)position.Last?.Rank ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                Time(position.Last?.CreatedAt),
                Text(position.Last?.ConversationId),
                new() { Value = (object?)position.Last?.Seq ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = Looks },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var (oldest, count) = (reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1));
        var window = position.Window ?? new SearchWindow(oldest, oldest > DateTimeOffset.MinValue, way);
        var hits = new List<(Message, SearchPosition)>();
        if (reader.IsDBNull(3))
            return (window, count, hits);
        var newest = position.Window is null ? reader.GetFieldValue<DateTimeOffset>(2) : position.Newest;
        do
        {
            var message = MessageRows.Read(reader, at: 4);
            var last = new SearchPosition.Hit(reader.GetInt32(3), message.CreatedAt, message.ConversationId, message.Seq);
            hits.Add((message, new SearchPosition(newest, window, last)));
        }
        while (await reader.ReadAsync());
        return (window, count, hits);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <param name="Limit">The most hits.</param>
    private sealed record Read(
        NpgsqlConnection Connection, string[] Conversations, string TsQuery, SearchRequest Request, SearchPosition Position, int Limit)
    {
        /// <summary>Of a window that is yet to be found, where that is to be its end; else null.</summary>
        public DateTimeOffset? Oldest { get; init; }
    }
}
