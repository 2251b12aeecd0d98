using Npgsql;
using OrleansChat.Accounts;
using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Accounts;

/// <summary>What is held about a user, read along the user's own indexes.</summary>
internal sealed class ExportStore(Database database)
{
    private const int PageSize = 500;

    /// <summary>Sending moves the sender's cursors, so whoever has written anywhere has them there.</summary>
    public async Task<ImmutableArray<string>> Conversations(string userId)
    {
        await using var command = Command("""
            SELECT conversation_id FROM user_conversations WHERE user_id = $1
            UNION SELECT conversation_id FROM cursors WHERE user_id = $1
            ORDER BY conversation_id
            """, userId);
        return await Read(command, row => row.GetString(0));
    }

    /// <param name="after">The last client message id of the page before: the index that is walked is ordered by it.</param>
    public async Task<Page<ExportedMessage>> Messages(string userId, string conversationId, Guid? after)
    {
        await using var command = Command($"""
            SELECT {MessageRows.Columns},
                   ARRAY(SELECT edit.content FROM message_edits AS edit
                         WHERE edit.conversation_id = m.conversation_id AND edit.seq = m.seq ORDER BY edit.version),
                   ARRAY(SELECT edit.replaced_at FROM message_edits AS edit
                         WHERE edit.conversation_id = m.conversation_id AND edit.seq = m.seq ORDER BY edit.version)
            FROM messages AS m
            WHERE m.conversation_id = $1 AND m.sender_id = $2 AND m.client_message_id IS NOT NULL
              AND ($3::uuid IS NULL OR m.client_message_id > $3)
            ORDER BY m.client_message_id LIMIT {PageSize}
            """, conversationId, userId, (object?)after ?? DBNull.Value);
        var page = await Read(command, ReadMessage);
        return new(page, page.Length < PageSize ? null : page[^1].Message.ClientMessageId.ToString());
    }

    public async Task<Page<ExportedReaction>> Reactions(string userId, string afterConversation, long afterSeq)
    {
        await using var command = Command($"""
            SELECT conversation_id, seq, reaction FROM reactions
            WHERE user_id = $1 AND (conversation_id, seq) > ($2, $3)
            ORDER BY conversation_id, seq
            FETCH FIRST {PageSize} ROWS WITH TIES
            """, userId, afterConversation, afterSeq);
        var page = await Read(command, row => new ExportedReaction(row.GetString(0), row.GetInt64(1), row.GetString(2)));
        return new(page, page.Length < PageSize ? null : PageCursor.Encode(page[^1].ConversationId, $"{page[^1].Seq}"));
    }

    private static ExportedMessage ReadMessage(NpgsqlDataReader row)
    {
        var texts = row.GetFieldValue<string[]>(MessageRows.Count);
        var times = row.GetFieldValue<DateTimeOffset[]>(MessageRows.Count + 1);
        return new(MessageRows.Read(row), [.. texts.Zip(times, (text, time) => new EarlierText(text, time))]);
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> parameters)
    {
        var command = database.DataSource.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        return command;
    }

    private static async Task<ImmutableArray<T>> Read<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows.ToImmutable();
    }
}
