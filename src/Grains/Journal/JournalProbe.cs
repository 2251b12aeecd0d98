using Npgsql;
using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;

namespace OrleansChat.Grains.Journal;

/// <summary>Finds out whether a batch whose answer was lost is committed.</summary>
internal static class JournalProbe
{
    /// <summary>A batch is all or nothing, so one of its steps tells for all. Without a step (cursors only) doing it again does
    /// no harm, so the answer is no.</summary>
    public static async Task<bool> IsCommitted(NpgsqlConnection connection, IReadOnlyList<Append> batch)
    {
        var append = batch.FirstOrDefault(append => append.Step is not null);
        if (append?.Step is not { } step)
            return false;
        await using var command = new NpgsqlCommand($"""
            SELECT {MessageRows.Columns}
            FROM message_changes AS change JOIN messages AS m USING (conversation_id, seq)
            WHERE change.conversation_id = $1 AND change.version = $2 AND change.seq = $3
            """, connection)
        {
            Parameters = { new() { Value = append.ConversationId }, new() { Value = step.Version }, new() { Value = step.Seq } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() && IsOurs(append, MessageRows.Read(reader));
    }

    private static bool IsOurs(Append append, Message found) => append switch
    {
        { Created: { } created } => found.SenderId == created.SenderId
            && found.ClientMessageId == created.ClientMessageId
            && found.CreatedAt == created.CreatedAt,
        { Updated.After: { } after } => found.Version > after.Version
            || (found.EditedAt == after.EditedAt && found.DeletedAt == after.DeletedAt && found.Content == after.Content),
        _ => false,
    };
}
