using Npgsql;
using NpgsqlTypes;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>Writes messages past the server, as its journal would have: nobody else may write these conversations meanwhile.</summary>
internal static class FilledLog
{
    private const int PerTransaction = 5_000;

    /// <param name="messages">In the order of the log; seqs and versions of a conversation follow each other.</param>
    public static async Task Write(string database, IEnumerable<LogRow> messages, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(cancel);
        foreach (var part in messages.Chunk(PerTransaction))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using (var rows = await connection.BeginBinaryImportAsync("""
                COPY messages (conversation_id, seq, version, first_version, sender_id, client_message_id, type, content, created_at) FROM STDIN (FORMAT BINARY)
                """, cancel))
            {
                foreach (var row in part)
                {
                    await rows.StartRowAsync(cancel);
                    await rows.WriteAsync(row.ConversationId, NpgsqlDbType.Text, cancel);
                    await rows.WriteAsync(row.Seq, NpgsqlDbType.Bigint, cancel);
                    await rows.WriteAsync(row.Seq, NpgsqlDbType.Bigint, cancel);
                    await rows.WriteAsync(row.Seq, NpgsqlDbType.Bigint, cancel);
                    await rows.WriteAsync(row.SenderId, NpgsqlDbType.Text, cancel);
                    await rows.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid, cancel);
                    await rows.WriteAsync((short)0, NpgsqlDbType.Smallint, cancel);
                    await rows.WriteAsync(row.Content, NpgsqlDbType.Text, cancel);
                    await rows.WriteAsync(row.CreatedAt, NpgsqlDbType.TimestampTz, cancel);
                }
                await rows.CompleteAsync(cancel);
            }
            await using (var rows = await connection.BeginBinaryImportAsync("COPY message_changes (conversation_id, version, seq) FROM STDIN (FORMAT BINARY)", cancel))
            {
                foreach (var row in part)
                {
                    await rows.StartRowAsync(cancel);
                    await rows.WriteAsync(row.ConversationId, NpgsqlDbType.Text, cancel);
                    await rows.WriteAsync(row.Seq, NpgsqlDbType.Bigint, cancel);
                    await rows.WriteAsync(row.Seq, NpgsqlDbType.Bigint, cancel);
                }
                await rows.CompleteAsync(cancel);
            }
            await transaction.CommitAsync(cancel);
        }
    }
}

/// <param name="Seq">The version, too.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record LogRow(string ConversationId, long Seq, string SenderId, string Content, DateTime CreatedAt);
