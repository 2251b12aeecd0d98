using OrleansChat.Grains.Conversations;
using OrleansChat.Search;

namespace OrleansChat.Grains.Search;

/// <summary>
/// The statements of search. $1 the caller's conversations, $2 query, $3 the most matches of a window, $4 the most hits, $5 and $6 the
/// window's newest and oldest moment, $7–$9 the filters, $10–$13 the last hit before the page, $14 the messages to look at.
/// </summary>
internal static class SearchSql
{
    /// <summary>The conversations that a user ($1) is in; of $2 only, unless it is null. A statement of its own, so that PostgreSQL knows
    /// them when it plans the search: how much they hold decides. OFFSET 0: one by one by the index, however many groups there are.</summary>
    public const string Conversations = """
        SELECT listed.conversation_id FROM user_conversations AS listed
        LEFT JOIN LATERAL (
            SELECT user_id FROM live_members WHERE group_id = listed.conversation_id AND user_id = listed.user_id OFFSET 0
        ) AS member ON true
        WHERE listed.user_id = $1 AND (listed.conversation_id LIKE 'd.%' OR member.user_id IS NOT NULL)
          AND listed.conversation_id = coalesce($2, listed.conversation_id)
        """;

    /// <summary>A conversation's pace is that of so many of its newest messages.</summary>
    private const int PaceOf = 20;

    /// <param name="isBounded">The window's oldest moment is known.</param>
    /// <returns>For each hit, and once when there are none: oldest moment and number of matches of the window, its newest moment,
    /// the rank (null without a hit), the message.</returns>
    public static string Of(SearchRequest request, SearchPosition position, SearchWay way, bool isBounded) => $"""
        WITH stretch AS MATERIALIZED (
            {(isBounded ? "SELECT $6::timestamptz AS oldest" : Stretch(position, way))}
        ), candidates AS MATERIALIZED (
            SELECT s.conversation_id, s.seq, s.created_at, s.tokens
            FROM message_search AS s
            WHERE {(way == SearchWay.Look ? "(s.tokens @@ $2::tsquery) IS TRUE" /* no index for this */ : "s.tokens @@ $2::tsquery")}
              AND s.conversation_id = ANY ($1)
              AND s.created_at >= {(isBounded ? "$6" : "(SELECT oldest FROM stretch)")}
              {If(position.Newest is not null, "AND s.created_at <= $5")}
              {If(request.SenderId is not null, "AND s.sender_id = $7")}
              {If(request.Before is not null, "AND s.created_at < $8")}
              {If(request.After is not null, "AND s.created_at > $9")}
            {If(position.Window is null, "ORDER BY s.created_at DESC LIMIT $3")}
        ), found AS (
            SELECT count(*) AS count, max(created_at) AS newest,
                   -- Of the oldest moment of a full window some matches may be missing: it is left to the next.
                   CASE WHEN count(*) < $3 THEN (SELECT oldest FROM stretch)
                        WHEN min(created_at) < max(created_at) THEN min(created_at) + interval '1 microsecond'
                        ELSE min(created_at) END AS oldest
            FROM candidates
        ), ranked AS (
            SELECT conversation_id, seq, created_at, (ts_rank_cd(tokens, $2::tsquery, 32) * 100)::integer AS rank
            FROM candidates
            {If(position.Window is null, "WHERE created_at >= (SELECT oldest FROM found)")}
        ), page AS (
            SELECT * FROM ranked
            {If(position.Last is not null, "WHERE (rank, created_at, conversation_id, seq) < ($10, $11, $12, $13)")}
            ORDER BY rank DESC, created_at DESC, conversation_id DESC, seq DESC LIMIT $4
        )
        SELECT found.oldest, found.count, found.newest, page.rank, {MessageRows.Columns}
        FROM found LEFT JOIN page ON true LEFT JOIN messages AS m ON m.conversation_id = page.conversation_id AND m.seq = page.seq
        ORDER BY page.rank DESC, page.created_at DESC, page.conversation_id DESC, page.seq DESC
        """;

    /// <summary>How far back the candidates go. To look at some number of messages, that is as far as the present pace of the
    /// conversations makes so many; to the beginning when they have few.</summary>
    private static string Stretch(SearchPosition position, SearchWay way)
    {
        if (way == SearchWay.Index)
            return "SELECT '-infinity'::timestamptz AS oldest";
        var until = position.Newest is null ? "now()" : "$5";
        return $"""
            SELECT CASE WHEN seconds < 1e9 THEN {until} - make_interval(secs => seconds) ELSE '-infinity' END AS oldest
            FROM (
                SELECT $14 / sum({PaceOf} / greatest(extract(epoch FROM {until} - earlier.created_at), 0.001))::float8 AS seconds
                FROM unnest($1) AS mine (conversation_id) CROSS JOIN LATERAL (
                    SELECT created_at FROM message_search AS s
                    WHERE s.conversation_id = mine.conversation_id AND s.created_at <= {until}
                    ORDER BY s.created_at DESC OFFSET {PaceOf - 1} LIMIT 1
                ) AS earlier
            ) AS pace
            """;
    }

    private static string If(bool condition, string sql) => condition ? sql : "";
}
