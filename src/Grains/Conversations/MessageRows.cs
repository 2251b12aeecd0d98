using Npgsql;
using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>How a row of <c>messages AS m</c> becomes a message.</summary>
internal static class MessageRows
{
    public const string Columns = """
        m.conversation_id, m.seq, m.version, m.client_message_id, m.sender_id, m.type, m.content, m.reply_to,
        m.created_at, m.edited_at, m.deleted_at
        """;

    /// <param name="at">The column where <see cref="Columns"/> begin.</param>
    public static Message Read(NpgsqlDataReader row, int at = 0) => new(
        row.GetString(at),
        row.GetInt64(at + 1),
        row.GetInt64(at + 2),
        row.IsDBNull(at + 3) ? null : row.GetGuid(at + 3),
        row.GetString(at + 4),
        (MessageType)row.GetInt16(at + 5),
        row.GetString(at + 6),
        Image: null,
        row.IsDBNull(at + 7) ? null : row.GetInt64(at + 7),
        Mentions: [],
        Reactions: [],
        row.GetFieldValue<DateTimeOffset>(at + 8),
        row.IsDBNull(at + 9) ? null : row.GetFieldValue<DateTimeOffset>(at + 9),
        row.IsDBNull(at + 10) ? null : row.GetFieldValue<DateTimeOffset>(at + 10));
}
