namespace OrleansChat.Backups.Database;

/// <summary>What one user has not read of one conversation, counted from the log as the contract says.</summary>
internal sealed record Unread(string UserId, string ConversationId, long Count);

/// <summary>Unread counts of some users, spread over all. In columns that every schema has had, so that an archive can be older
/// than this build.</summary>
internal static class UnreadSample
{
    private const int Entries = 500;

    public static Task<List<Unread>> Read(Snapshot snapshot, CancellationToken cancellation) => snapshot.List($"""
        SELECT listed.user_id, listed.conversation_id, count(m.seq)
        FROM (SELECT user_id, conversation_id FROM user_conversations
              ORDER BY md5(user_id || conversation_id) LIMIT {Entries}) AS listed
        LEFT JOIN group_members AS member ON member.group_id = listed.conversation_id AND member.user_id = listed.user_id
        LEFT JOIN cursors ON cursors.conversation_id = listed.conversation_id AND cursors.user_id = listed.user_id
        LEFT JOIN messages AS m ON m.conversation_id = listed.conversation_id
             AND m.seq > greatest(coalesce(cursors.read_seq, 0), coalesce(member.joined_seq, 0))
             AND m.sender_id <> listed.user_id AND m.deleted_at IS NULL AND m.type <> 2
        GROUP BY listed.user_id, listed.conversation_id
        ORDER BY listed.user_id, listed.conversation_id
        """, row => new Unread(row.GetString(0), row.GetString(1), row.GetInt64(2)), cancellation);
}
