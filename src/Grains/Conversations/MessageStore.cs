using Npgsql;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>What the writer of a conversation reads of its own log.</summary>
internal sealed class MessageStore(Database database)
{
    private const string AckColumns = "seq, first_version, created_at, sender_id, client_message_id";

    /// <summary>Where the log ends: its newest change and the newest messages' Acks, oldest first.</summary>
    public Task<LogHead> LoadHead(string conversationId) => database.Read(async () =>
    {
        await using var batch = database.DataSource.CreateBatch();
        batch.BatchCommands.Add(new($"""
            SELECT change.version, {MessageRows.Columns}
            FROM message_changes AS change JOIN messages AS m USING (conversation_id, seq)
            WHERE change.conversation_id = $1 ORDER BY change.version DESC LIMIT 1
            """)
        {
            Parameters = { new() { Value = conversationId } },
        });
        batch.BatchCommands.Add(new($"SELECT {AckColumns} FROM messages WHERE conversation_id = $1 ORDER BY seq DESC LIMIT $2")
        {
            Parameters = { new() { Value = conversationId }, new() { Value = RecentAcks.Capacity } },
        });
        await using var reader = await batch.ExecuteReaderAsync();
        var hasChange = await reader.ReadAsync();
        var (version, newest) = hasChange ? (reader.GetInt64(0), MessageRows.Read(reader, at: 1)) : (0, null);
        await reader.NextResultAsync();
        var seq = 0L;
        var acks = new List<(string, Guid, Ack)>();
        while (await reader.ReadAsync())
        {
            seq = Math.Max(seq, reader.GetInt64(0));
            if (!reader.IsDBNull(4))
                acks.Add((reader.GetString(3), reader.GetGuid(4), ReadAck(conversationId, reader)));
        }
        acks.Reverse();
        return new LogHead(seq, version, newest, acks);
    });

    /// <summary>The first Ack of a message that was sent under this id, however long ago.</summary>
    public Task<Ack?> FindAck(string conversationId, string senderId, Guid clientMessageId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            $"SELECT {AckColumns} FROM messages WHERE conversation_id = $1 AND sender_id = $2 AND client_message_id = $3");
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = senderId });
        command.Parameters.Add(new() { Value = clientMessageId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? ReadAck(conversationId, reader) with { Duplicate = true } : null;
    });

    /// <summary>With every user who reacted.</summary>
    public Task<Message?> Find(string conversationId, long seq) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            $"SELECT {MessageRows.WholeColumns} FROM messages AS m WHERE conversation_id = $1 AND seq = $2");
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = seq });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? MessageRows.Read(reader) : null;
    });

    /// <summary>A member's cursors; zeros when there are none.</summary>
    public Task<(long Delivered, long Read)> FindCursors(string conversationId, string userId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT delivered_seq, read_seq FROM cursors WHERE conversation_id = $1 AND user_id = $2");
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = userId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    });

    private static Ack ReadAck(string conversationId, NpgsqlDataReader row) =>
        new(conversationId, row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), Duplicate: false);
}

/// <param name="Seq">The newest message's; 0 when there is none.</param>
/// <param name="Version">The newest change's; 0 when there is none.</param>
/// <param name="Newest">The message that was changed last.</param>
internal sealed record LogHead(long Seq, long Version, Message? Newest, IReadOnlyList<(string SenderId, Guid ClientMessageId, Ack Ack)> Acks);
