using Npgsql;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>What the writer of a conversation reads of its own log.</summary>
internal sealed class MessageStore(Database database)
{
    /// <summary>Where the log ends, and its newest messages' Acks, oldest first.</summary>
    public async Task<LogHead> LoadHead(string conversationId)
    {
        await using var batch = database.DataSource.CreateBatch();
        batch.BatchCommands.Add(new("SELECT coalesce(max(version), 0) FROM message_changes WHERE conversation_id = $1")
        {
            Parameters = { new() { Value = conversationId } },
        });
        // A message's first version: no version is below its seq, and the earliest change of a seq is its making.
        batch.BatchCommands.Add(new("""
            SELECT m.seq, m.sender_id, m.client_message_id, m.created_at,
                   (SELECT min(version) FROM message_changes AS change
                    WHERE change.conversation_id = m.conversation_id AND change.seq = m.seq AND change.version >= m.seq
                      AND change.version <= m.version)
            FROM messages AS m WHERE conversation_id = $1 ORDER BY seq DESC LIMIT $2
            """)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = RecentAcks.Capacity } },
        });
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var version = reader.GetInt64(0);
        await reader.NextResultAsync();
        var seq = 0L;
        var acks = new List<(string, Guid, Ack)>();
        while (await reader.ReadAsync())
        {
            seq = Math.Max(seq, reader.GetInt64(0));
            if (!reader.IsDBNull(2))
                acks.Add((reader.GetString(1), reader.GetGuid(2), ReadAck(conversationId, reader)));
        }
        acks.Reverse();
        return new LogHead(seq, version, acks);
    }

    /// <summary>The first Ack of a message that was sent under this id, however long ago.</summary>
    public async Task<Ack?> FindAck(string conversationId, string senderId, Guid clientMessageId)
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT m.seq, m.sender_id, m.client_message_id, m.created_at,
                   (SELECT min(version) FROM message_changes AS change
                    WHERE change.conversation_id = m.conversation_id AND change.seq = m.seq AND change.version >= m.seq
                      AND change.version <= m.version)
            FROM messages AS m WHERE conversation_id = $1 AND sender_id = $2 AND client_message_id = $3
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = senderId });
        command.Parameters.Add(new() { Value = clientMessageId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? ReadAck(conversationId, reader) with { Duplicate = true } : null;
    }

    public async Task<Message?> Find(string conversationId, long seq)
    {
        await using var command = database.DataSource.CreateCommand(
            $"SELECT {MessageRows.Columns} FROM messages AS m WHERE conversation_id = $1 AND seq = $2");
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = seq });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? MessageRows.Read(reader) : null;
    }

    /// <summary>A member's cursors; zeros when there are none.</summary>
    public async Task<(long Delivered, long Read)> FindCursors(string conversationId, string userId)
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT delivered_seq, read_seq FROM cursors WHERE conversation_id = $1 AND user_id = $2");
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = userId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    private static Ack ReadAck(string conversationId, NpgsqlDataReader row) =>
        new(conversationId, row.GetInt64(0), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(3), Duplicate: false);
}

/// <param name="Seq">The newest message's; 0 when there is none.</param>
/// <param name="Version">The newest change's; 0 when there is none.</param>
internal sealed record LogHead(long Seq, long Version, IReadOnlyList<(string SenderId, Guid ClientMessageId, Ack Ack)> Acks);
