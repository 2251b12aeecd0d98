using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Conversations;

/// <summary>Reads of one conversation, for those who may see it.</summary>
internal sealed class HistoryStore(Database database)
{
    /// <summary>True when $1, a user, may see $2, a conversation.</summary>
    private const string IsVisible = """
        EXISTS (SELECT FROM user_conversations WHERE user_id = $1 AND conversation_id = $2)
        AND ($2 LIKE 'd.%' OR EXISTS (SELECT FROM group_members WHERE group_id = $2 AND user_id = $1))
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

    /// <summary>Members after a user id, by user id; the caller must see the conversation.</summary>
    public async Task<ImmutableArray<Member>> Members(string conversationId, string afterUserId, int limit)
    {
        var members = Ids.IsDirect(conversationId)
            ? "SELECT user_id, NULL::smallint AS role, created_at AS joined_at FROM user_conversations WHERE conversation_id = $1 AND user_id IN ($4, $5)"
            : "SELECT user_id, role, joined_at FROM group_members WHERE group_id = $1";
        await using var command = database.DataSource.CreateCommand($"""
            SELECT u.user_id, u.username, u.display_name, member.role, member.joined_at,
                   coalesce(cursors.delivered_seq, 0), coalesce(cursors.read_seq, 0), u.avatar_key
            FROM ({members}) AS member
            JOIN users AS u USING (user_id)
            LEFT JOIN cursors ON cursors.conversation_id = $1 AND cursors.user_id = member.user_id
            WHERE member.user_id > $2 ORDER BY member.user_id LIMIT $3
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = afterUserId });
        command.Parameters.Add(new() { Value = limit });
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
                new User(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(7) ? null : reader.GetString(7)),
                reader.IsDBNull(3) ? null : (GroupRole)reader.GetInt16(3),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetInt64(5),
                reader.GetInt64(6)));
        }
        return page.ToImmutable();
    }
}
