using OrleansChat.Conversations;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Users;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Conversations;

/// <summary>Reads of one conversation, for those who may see it.</summary>
internal sealed class HistoryStore(Database database)
{
    /// <summary>True when $1, a user, may see $2, a conversation.</summary>
    private const string IsVisible = """
        EXISTS (SELECT FROM user_conversations WHERE user_id = $1 AND conversation_id = $2)
        AND ($2 LIKE 'd.%' OR EXISTS (SELECT FROM live_members WHERE group_id = $2 AND user_id = $1))
        """;

    /// <returns>The newest seq (0 when there is none), or null when the caller does not see the conversation.</returns>
    public async Task<long?> LastVisibleSeq(string callerId, string conversationId)
    {
        await using var command = database.DataSource.CreateCommand($"""
            SELECT coalesce((SELECT max(seq) FROM messages WHERE conversation_id = $2), 0) WHERE {IsVisible}
            """);
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = conversationId });
        return (long?)await command.ExecuteScalarAsync();
    }

    /// <summary>Messages of a range of seqs, ascending.</summary>
    public async Task<ImmutableArray<Message>> Range(string conversationId, long fromSeq, long toSeq)
    {
        if (fromSeq > toSeq)
            return [];
        await using var command = database.DataSource.CreateCommand($"""
            SELECT {MessageRows.Columns} FROM messages AS m
            WHERE m.conversation_id = $1 AND m.seq BETWEEN $2 AND $3 ORDER BY m.seq
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = fromSeq });
        command.Parameters.Add(new() { Value = toSeq });
        await using var reader = await command.ExecuteReaderAsync();
        var messages = ImmutableArray.CreateBuilder<Message>();
        while (await reader.ReadAsync())
            messages.Add(MessageRows.Read(reader));
        return messages.ToImmutable();
    }

    /// <returns>Oldest first; null when the caller does not see the message.</returns>
    public async Task<ImmutableArray<EarlierText>?> EarlierTexts(string callerId, string conversationId, long seq)
    {
        await using var command = database.DataSource.CreateCommand($"""
            SELECT edit.content, edit.replaced_at
            FROM messages AS m LEFT JOIN message_edits AS edit USING (conversation_id, seq)
            WHERE m.conversation_id = $2 AND m.seq = $3 AND {IsVisible}
            ORDER BY edit.version
            """);
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = seq });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            return null;
        var texts = ImmutableArray.CreateBuilder<EarlierText>();
        do
        {
            if (!reader.IsDBNull(0))
                texts.Add(new EarlierText(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)));
        }
        while (await reader.ReadAsync());
        return texts.ToImmutable();
    }

    /// <summary>Members after a user id, by user id, as the caller may see them; who must see the conversation.</summary>
    public async Task<ImmutableArray<Member>> Members(string callerId, string conversationId, string afterUserId, int limit)
    {
        var members = Ids.IsDirect(conversationId)
            ? $"""
              SELECT peer.user_id, NULL::smallint AS role, coalesce(listed.created_at, peer.created_at) AS joined_at,
                     {BlockStore.IsBlock("half")} AS is_blocked
              FROM users AS peer
              LEFT JOIN user_conversations AS listed ON listed.user_id = peer.user_id AND listed.conversation_id = $1
              LEFT JOIN contacts AS half ON half.user_id = $4 AND half.other_id = peer.user_id
              WHERE peer.user_id IN ($5, $6)
              """
            : "SELECT user_id, role, joined_at, false AS is_blocked FROM live_members WHERE group_id = $1";
        await using var command = database.DataSource.CreateCommand($"""
            SELECT {UserRows.Columns("$4")}, member.role, member.joined_at,
                   -- Across a block nobody learns what the other has read.
                   CASE WHEN is_blocked THEN 0 ELSE coalesce(cursors.delivered_seq, 0) END,
                   CASE WHEN is_blocked THEN 0 ELSE coalesce(cursors.read_seq, 0) END
            FROM ({members}) AS member
            JOIN users AS u USING (user_id)
            LEFT JOIN cursors ON cursors.conversation_id = $1 AND cursors.user_id = member.user_id
            WHERE member.user_id > $2 ORDER BY member.user_id LIMIT $3
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = afterUserId });
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = callerId });
        if (Ids.IsDirect(conversationId))
        {
            var (first, second) = Ids.Participants(conversationId);
            command.Parameters.Add(new() { Value = first });
            command.Parameters.Add(new() { Value = second });
        }
        await using var reader = await command.ExecuteReaderAsync();
        var page = ImmutableArray.CreateBuilder<Member>();
        while (await reader.ReadAsync())
        {
            page.Add(new Member(
                UserRows.Read(reader),
                reader.IsDBNull(UserRows.Count) ? null : (GroupRole)reader.GetInt16(UserRows.Count),
                reader.GetFieldValue<DateTimeOffset>(UserRows.Count + 1),
                reader.GetInt64(UserRows.Count + 2),
                reader.GetInt64(UserRows.Count + 3)));
        }
        return page.ToImmutable();
    }
}
