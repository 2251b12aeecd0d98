using Npgsql;
using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Search;

namespace OrleansChat.Grains.Search;

/// <summary>The search itself. Which conversations the caller sees is part of the statement.</summary>
internal sealed class SearchStore(Database database)
{
    /// <summary>So many of the newest matches are ranked together.</summary>
    public const int Window = 1_000;

    /// <summary>A search must never hold one of the connections for long.</summary>
    private const int TimeoutSeconds = 10;

    /// <param name="query">Finds something.</param>
    public async Task<Outcome<Page<SearchHit>>> Search(
        string callerId, SearchQuery query, SearchRequest request, SearchPosition position)
    {
        // One more than asked for tells whether there is a next page.
        var found = new List<(Message Message, SearchPosition At)>();
        while (true)
        {
            var rows = await ReadWindow(callerId, query.ToTsQuery(), request, position, request.Limit + 1 - found.Count);
            found.AddRange(rows);
            if (found.Count > request.Limit || rows.Count == 0 && !position.HasOlder || rows.Count > 0 && !rows[^1].At.HasOlder)
                break;
            position = (rows.Count > 0 ? rows[^1].At : position).NextWindow;
        }
        var page = found.Take(request.Limit)
            // Deleted since the index was filled.
            .Where(row => row.Message.DeletedAt is null)
            .Select(row => new SearchHit(row.Message, Snippet.Of(row.Message.Content, query), row.At.Last!.Rank / 100.0));
        return new Page<SearchHit>([.. page], found.Count > request.Limit ? found[request.Limit - 1].At.ToText() : null);
    }

    private async Task<List<(Message Message, SearchPosition At)>> ReadWindow(
        string callerId, string tsQuery, SearchRequest request, SearchPosition position, int limit)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { Timeout = TimeoutSeconds };
        // How often a word occurs decides which way is quick, so the plan must know the word. The connection forgets it when closed.
        batch.BatchCommands.Add(new("SELECT set_config('plan_cache_mode', 'force_custom_plan', false), set_config('jit', 'off', false)"));
        batch.BatchCommands.Add(new(Sql(request, position))
        {
            Parameters =
            {
                Text(callerId),
                Text(tsQuery),
                new() { Value = position.Oldest is null ? Window : 2 * Window },
                new() { Value = limit },
                Time(position.Newest),
                Time(position.Oldest),
                Text(request.ConversationId),
                Text(request.SenderId),
                Time(request.Before),
                Time(request.After),
                new() { Value = (object?)position.Last?.Rank ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                Time(position.Last?.CreatedAt),
                Text(position.Last?.ConversationId),
                new() { Value = (object?)position.Last?.Seq ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var rows = new List<(Message, SearchPosition)>();
        while (await reader.ReadAsync())
        {
            var message = MessageRows.Read(reader, at: 4);
            var at = position.Oldest is not null
                ? position
                : new SearchPosition(
                    reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3) >= Window, null);
            rows.Add((message, at with { Last = new(reader.GetInt32(0), message.CreatedAt, message.ConversationId, message.Seq) }));
        }
        return rows;
    }

    private static string Sql(SearchRequest request, SearchPosition position) => $"""
        WITH candidates AS MATERIALIZED (
            SELECT s.conversation_id, s.seq, s.created_at, s.tokens
            FROM message_search AS s
            WHERE s.tokens @@ $2::tsquery
              AND s.conversation_id = ANY (ARRAY(
                SELECT listed.conversation_id FROM user_conversations AS listed
                LEFT JOIN live_members AS member ON member.group_id = listed.conversation_id AND member.user_id = listed.user_id
                WHERE listed.user_id = $1 AND (listed.conversation_id LIKE 'd.%' OR member.user_id IS NOT NULL)))
              {If(request.ConversationId is not null, "AND s.conversation_id = $7")}
              {If(request.SenderId is not null, "AND s.sender_id = $8")}
              {If(request.Before is not null, "AND s.created_at < $9")}
              {If(request.After is not null, "AND s.created_at > $10")}
              {If(position.Newest is not null, "AND s.created_at <= $5")}
              {If(position.Oldest is not null, "AND s.created_at >= $6")}
            ORDER BY s.created_at DESC FETCH FIRST $3 ROWS WITH TIES
        ), window_of AS (
            SELECT max(created_at) AS newest, min(created_at) AS oldest, count(*) AS count FROM candidates
        ), ranked AS (
            SELECT conversation_id, seq, created_at, (ts_rank_cd(tokens, $2::tsquery, 32) * 100)::integer AS rank FROM candidates
        ), page AS (
            SELECT * FROM ranked
            {If(position.Last is not null, "WHERE (rank, created_at, conversation_id, seq) < ($11, $12, $13, $14)")}
            ORDER BY rank DESC, created_at DESC, conversation_id DESC, seq DESC LIMIT $4
        )
        SELECT page.rank, window_of.newest, window_of.oldest, window_of.count, {MessageRows.Columns}
        FROM page CROSS JOIN window_of JOIN messages AS m USING (conversation_id, seq)
        ORDER BY page.rank DESC, page.created_at DESC, page.conversation_id DESC, page.seq DESC
        """;

    private static string If(bool condition, string sql) => condition ? sql : "";

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
