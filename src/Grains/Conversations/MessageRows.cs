using System.Globalization;
using Npgsql;
using OrleansChat.Blobs;
using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>How a row of <c>messages AS m</c> becomes a message.</summary>
internal static class MessageRows
{
    /// <summary>Of each reaction, at most this many users are named; the count is whole.</summary>
    public const int MaxReactors = 100;

    /// <summary>As clients get a message.</summary>
    public const string Columns = $"""
        {Stored},
        CASE WHEN m.reacted THEN ARRAY(
            SELECT concat_ws(',', r.reaction, count(*), array_to_string((array_agg(r.user_id ORDER BY r.version))[:100], ','))
            {Reactions}) END AS reactions
        """;

    /// <summary>How many columns those are.</summary>
    public const int Count = 14;

    private const string Stored = """
        m.conversation_id, m.seq, m.version, m.client_message_id, m.sender_id, m.type, m.content, m.reply_to,
        m.created_at, m.edited_at, m.deleted_at, m.mentions,
        CASE WHEN m.image_id IS NOT NULL THEN (
            SELECT concat_ws(',', i.image_id, i.content_type, i.size, i.width, i.height, i.thumbnail_type)
            FROM images AS i WHERE i.image_id = m.image_id) END AS image
        """;

    private const string Reactions = """
        FROM reactions AS r WHERE r.conversation_id = m.conversation_id AND r.seq = m.seq
        GROUP BY r.reaction ORDER BY min(r.version)
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
        row.IsDBNull(at + 12) ? null : ReadImage(row.GetString(at + 12)),
        row.IsDBNull(at + 7) ? null : row.GetInt64(at + 7),
        row.IsDBNull(at + 11) ? [] : [.. row.GetString(at + 11).Split(',')],
        row.IsDBNull(at + 13) ? [] : [.. row.GetFieldValue<string[]>(at + 13).Select(ReadReaction)],
        row.GetFieldValue<DateTimeOffset>(at + 8),
        row.IsDBNull(at + 9) ? null : row.GetFieldValue<DateTimeOffset>(at + 9),
        row.IsDBNull(at + 10) ? null : row.GetFieldValue<DateTimeOffset>(at + 10));

    /// <summary>What the column <c>mentions</c> holds.</summary>
    public static string? Mentions(Message message) => message.Mentions.IsEmpty ? null : string.Join(',', message.Mentions);

    private static Image ReadImage(string text)
    {
        var parts = text.Split(',');
        var (id, type) = (parts[0], parts[1]);
        return new Image(
            id,
            BlobKeys.Image(id, type),
            parts.Length > 5 ? BlobKeys.Thumbnail(id, parts[5]) : null,
            type,
            Number(parts[2]),
            (int)Number(parts[3]),
            (int)Number(parts[4]));
    }

    /// <summary>Neither an emoji nor an id holds a comma.</summary>
    private static Reaction ReadReaction(string text)
    {
        var parts = text.Split(',');
        return new Reaction(parts[0], (int)Number(parts[1]), [.. parts[2..]]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
