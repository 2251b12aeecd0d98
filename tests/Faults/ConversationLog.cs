using Npgsql;

namespace OrleansChat.Faults;

/// <summary>A message as the database and every client must have it.</summary>
internal sealed record LogRow(long Seq, long Version, string SenderId, Guid? ClientMessageId, string Content)
{
    public static LogRow From(Message message) =>
        new(message.Seq, message.Version, message.SenderId, message.ClientMessageId, message.Content);
}

/// <summary>What PostgreSQL holds of a conversation.</summary>
internal sealed record ConversationLog(IReadOnlyList<LogRow> Messages, IReadOnlyList<long> Versions)
{
    public static async Task<ConversationLog> Read(string connectionString, string conversationId)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        return new ConversationLog(
            await Rows(source, conversationId, """
                SELECT seq, version, sender_id, client_message_id, content FROM messages WHERE conversation_id = $1 ORDER BY seq
                """, row => new LogRow(
                    row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.GetString(4))),
            await Rows(source, conversationId, """
                SELECT version FROM message_changes WHERE conversation_id = $1 ORDER BY version
                """, row => row.GetInt64(0)));
    }

    public void CheckIsDense()
    {
        Assert.Equal(Enumerable.Range(1, Messages.Count).Select(seq => (long)seq), Messages.Select(row => row.Seq));
        Assert.Equal(Enumerable.Range(1, Versions.Count).Select(version => (long)version), Versions);
        Assert.Equal(Versions[^1], Messages.Max(row => row.Version));
    }

    /// <summary>Each message is there once, where its Ack says, and they follow each other as they were sent.</summary>
    public void CheckHolds(string senderId, IReadOnlyList<Outgoing> sent, IReadOnlyDictionary<Guid, Ack> acks)
    {
        var expected = sent.Select(message =>
            new LogRow(acks[message.Id].Seq, acks[message.Id].Version, senderId, message.Id, message.Content));
        Assert.Equal(expected, Messages.Where(row => row.SenderId == senderId && row.ClientMessageId is not null));
    }

    private static async Task<List<T>> Rows<T>(NpgsqlDataSource source, string conversationId, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = conversationId });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }
}
