using Npgsql;
using OrleansChat.Conversations;
using OrleansChat.Grains.Users;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// Conversations as users see them, in one statement. Whether somebody sees a conversation is part of it: the user's list
/// must hold it and, for a group, the user must be a member and the group not deleted.
/// </summary>
internal static class ConversationViews
{
    /// <summary>Those of the listed conversations that their users see: <c>mine</c>.</summary>
    /// <param name="filter">On <c>listed</c> (user_id, conversation_id); parameters from $1.</param>
    public static string Mine(string filter) => $"""
        WITH mine AS (
            SELECT listed.user_id, listed.conversation_id, listed.muted, listed.created_at AS listed_at,
                   member.role, member.joined_seq, groups.name, groups.member_count,
                   CASE WHEN listed.conversation_id NOT LIKE 'd.%' THEN NULL
                        WHEN 'u.' || substr(listed.conversation_id, 3, 26) = listed.user_id
                        THEN 'u.' || substr(listed.conversation_id, 30)
                        ELSE 'u.' || substr(listed.conversation_id, 3, 26) END AS peer_id,
                   greatest(listed.changed_xid, member.changed_xid, groups.changed_xid) AS changed_xid
            FROM user_conversations AS listed
            LEFT JOIN live_members AS member ON member.group_id = listed.conversation_id AND member.user_id = listed.user_id
            LEFT JOIN groups ON groups.group_id = listed.conversation_id
            WHERE {filter} AND (listed.conversation_id LIKE 'd.%' OR member.user_id IS NOT NULL)
        )
        """;

    /// <param name="filter">As of <see cref="Mine"/>.</param>
    /// <param name="page">After the rows are known: a keyset condition on <c>activity</c> and <c>conversation_id</c>, ORDER BY, LIMIT.</param>
    public static string Sql(string filter, string page = "") => $"""
        {Mine(filter)}, page AS (
            SELECT * FROM (
                SELECT mine.user_id, mine.conversation_id AS id, mine.muted, mine.role, mine.joined_seq, mine.name,
                       mine.member_count, mine.peer_id, m.*,
                       coalesce(m.created_at, mine.listed_at) AS activity
                FROM mine
                LEFT JOIN LATERAL (
                    SELECT m.* FROM messages AS m
                    WHERE m.conversation_id = mine.conversation_id ORDER BY m.seq DESC LIMIT 1
                ) AS m ON true
            ) AS rows
            {page}
        )
        SELECT m.user_id, m.id, m.muted, m.role, m.name, m.member_count,
               {UserRows.Columns("m.user_id", "peer")},
               coalesce(cursors.read_seq, 0), coalesce(cursors.delivered_seq, 0), coalesce(newest.version, 0), unread.count,
               m.activity, coalesce(pins.seqs, ARRAY[]::bigint[]), {MessageRows.Columns}
        FROM page AS m
        LEFT JOIN users AS peer ON peer.user_id = m.peer_id
        LEFT JOIN cursors ON cursors.conversation_id = m.id AND cursors.user_id = m.user_id
        LEFT JOIN pins ON pins.conversation_id = m.id
        LEFT JOIN LATERAL (
            SELECT version FROM message_changes AS change
            WHERE change.conversation_id = m.id ORDER BY version DESC LIMIT 1
        ) AS newest ON true
        CROSS JOIN LATERAL (
            SELECT count(*)::integer FROM (
                SELECT FROM messages AS unread
                WHERE unread.conversation_id = m.id
                  AND unread.seq > greatest(coalesce(cursors.read_seq, 0), coalesce(m.joined_seq, 0))
                  AND unread.sender_id <> m.user_id AND unread.deleted_at IS NULL AND unread.type <> {(int)MessageType.System}
                ORDER BY unread.seq LIMIT 1000 -- by the index: who reads the table instead passes everybody else's messages
            ) AS bounded
        ) AS unread
        ORDER BY m.activity DESC, m.id DESC
        """;

    public static async Task<List<Row>> Read(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        return await ReadRows(reader);
    }

    /// <summary>All rows of the reader's present result.</summary>
    public static async Task<List<Row>> ReadRows(NpgsqlDataReader reader)
    {
        var rows = new List<Row>();
        while (await reader.ReadAsync())
            rows.Add(Read(reader));
        return rows;
    }

    private static Row Read(NpgsqlDataReader row)
    {
        const int peerAt = 6;
        const int cursorsAt = peerAt + UserRows.Count;
        const int messageAt = cursorsAt + 6;
        var id = row.GetString(1);
        var isDirect = Ids.IsDirect(id);
        var last = row.IsDBNull(messageAt) ? null : MessageRows.Read(row, messageAt);
        var conversation = new Conversation(
            id,
            isDirect ? ConversationKind.Direct : ConversationKind.Group,
            isDirect ? null : row.GetString(4),
            row.IsDBNull(peerAt) ? null : UserRows.Read(row, peerAt),
            isDirect ? null : (GroupRole)row.GetInt16(3),
            isDirect ? 2 : row.GetInt32(5),
            last,
            last?.Seq ?? 0,
            row.GetInt64(cursorsAt + 2),
            row.GetInt64(cursorsAt),
            row.GetInt64(cursorsAt + 1),
            row.GetInt32(cursorsAt + 3),
            row.GetBoolean(2),
            [.. row.GetFieldValue<long[]>(cursorsAt + 5)]);
        return new Row(row.GetString(0), conversation, row.GetFieldValue<DateTimeOffset>(cursorsAt + 4));
    }

    /// <param name="Activity">When the newest message was made, or when the conversation was listed.</param>
    public sealed record Row(string UserId, Conversation Conversation, DateTimeOffset Activity);
}
