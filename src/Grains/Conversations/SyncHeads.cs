using Npgsql;
using NpgsqlTypes;
using OrleansChat.Grains.Contacts;

namespace OrleansChat.Grains.Conversations;

/// <summary>Where a conversation stands, and whether what the user sees of it has changed since the last Sync.</summary>
internal sealed record SyncHead(string ConversationId, long Version, bool HasChanged);

/// <param name="Since">What the last Sync saw, if that was here; else everything is news.</param>
/// <param name="Next">What this one sees.</param>
internal sealed record SyncLook(IReadOnlyList<SyncHead> Heads, SyncMark? Since, SyncMark Next);

/// <summary>The first look of a Sync: every conversation of the user, newest activity first, and how far this look sees.</summary>
internal static class SyncHeads
{
    /// <summary>Of each conversation, the newest transaction that changed what a view shows: the list's entry, the group, the
    /// membership, the user's cursors, pins, the peer's profile, presence and relation, the newest message.</summary>
    private static readonly string Sql = $"""
        {ConversationViews.Mine("listed.user_id = $1")}
        SELECT mine.conversation_id, coalesce(newest.version, 0),
               greatest(mine.changed_xid, newest.xid, cursors.changed_xid, pins.changed_xid,
                        peer.changed_xid, half.presence_xid,
                        CASE WHEN NOT {BlockStore.IsBlock("half")} THEN seen.changed_xid END) >= $2
        FROM mine
        LEFT JOIN users AS peer ON peer.user_id = mine.peer_id
        LEFT JOIN user_presence AS seen ON seen.user_id = mine.peer_id
        LEFT JOIN contacts AS half ON half.user_id = $1 AND half.other_id = mine.peer_id
        LEFT JOIN cursors ON cursors.conversation_id = mine.conversation_id AND cursors.user_id = $1
        LEFT JOIN pins ON pins.conversation_id = mine.conversation_id
        LEFT JOIN LATERAL (
            SELECT version, xid FROM message_changes AS change
            WHERE change.conversation_id = mine.conversation_id ORDER BY version DESC LIMIT 1
        ) AS newest ON true
        LEFT JOIN LATERAL (
            SELECT created_at FROM messages AS m WHERE m.conversation_id = mine.conversation_id ORDER BY m.seq DESC LIMIT 1
        ) AS last ON true
        ORDER BY coalesce(last.created_at, mine.listed_at) DESC, mine.conversation_id DESC
        """;

    /// <param name="since">What the last Sync saw; null: everything counts as changed.</param>
    public static async Task<SyncLook> Read(NpgsqlConnection connection, string userId, SyncMark? since)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    SELECT system_identifier # coalesce((SELECT hashtextextended(value, 0) FROM facts WHERE name = 'restored'), 0),
                           pg_snapshot_xmin(pg_current_snapshot())
                    FROM pg_control_system()
                    """),
                new(Sql)
                {
                    Parameters =
                    {
                        new() { Value = userId },
                        new() { Value = since?.Transaction ?? 0, NpgsqlDbType = NpgsqlDbType.Xid8 },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var next = new SyncMark(reader.GetInt64(0), reader.GetFieldValue<ulong>(1));
        var isOfHere = since is not null && since.Database == next.Database && since.Transaction <= next.Transaction;
        await reader.NextResultAsync();
        var heads = new List<SyncHead>();
        while (await reader.ReadAsync())
            heads.Add(new SyncHead(reader.GetString(0), reader.GetInt64(1), !isOfHere || reader.GetBoolean(2)));
        return new SyncLook(heads, isOfHere ? since : null, next);
    }
}
