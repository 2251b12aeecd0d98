using Npgsql;
using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;
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

    public Task<Message?> Find(string conversationId, long seq) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            $"SELECT {MessageRows.Columns} FROM messages AS m WHERE conversation_id = $1 AND seq = $2");
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

    /// <summary>A message's reactions: of each kind more users than clients see, so that whoever is behind them can take the place of
    /// those who go, and the caller's own.</summary>
    public Task<List<ReactionKind>> FindReactions(string conversationId, long seq, string callerId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT reaction, count(*)::integer, bool_or(user_id = $3),
                   (array_agg(user_id ORDER BY version))[:$4], (array_agg(version ORDER BY version))[:$4]
            FROM reactions WHERE conversation_id = $1 AND seq = $2 GROUP BY reaction
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = seq });
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = ReactedMessages.MaxFirst });
        await using var reader = await command.ExecuteReaderAsync();
        var kinds = new List<ReactionKind>();
        while (await reader.ReadAsync())
        {
            kinds.Add(new ReactionKind(
                reader.GetString(0),
                reader.GetInt32(1),
                [.. reader.GetFieldValue<string[]>(3).Zip(reader.GetFieldValue<long[]>(4))],
                reader.GetBoolean(2)));
        }
        return kinds;
    });

    /// <summary>Those of a message's kinds of reaction that are a user's: a look-up for each kind, however many have reacted.</summary>
    public Task<string[]> FindReactionsOf(string conversationId, long seq, string[] kinds, string userId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT array_agg(reaction) FROM reactions
            WHERE conversation_id = $1 AND seq = $2 AND reaction = ANY($3) AND user_id = $4
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = seq });
        command.Parameters.Add(new() { Value = kinds });
        command.Parameters.Add(new() { Value = userId });
        return await command.ExecuteScalarAsync() as string[] ?? [];
    });

    /// <summary>In the order in which they were pinned.</summary>
    public Task<ImmutableArray<long>> FindPins(string conversationId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("SELECT seqs FROM pins WHERE conversation_id = $1");
        command.Parameters.Add(new() { Value = conversationId });
        return await command.ExecuteScalarAsync() is long[] seqs ? ImmutableArray.Create(seqs) : [];
    });

    /// <summary>Those of some names whose users are in the conversation.</summary>
    /// <param name="names">In lower case.</param>
    /// <returns>Ids by name in lower case.</returns>
    public Task<Dictionary<string, string>> FindMembers(string conversationId, string[] names) => database.Read(async () =>
    {
        var isDirect = Ids.IsDirect(conversationId);
        var (first, second) = isDirect ? Ids.Participants(conversationId) : (conversationId, "");
        await using var command = database.DataSource.CreateCommand(isDirect
            ? "SELECT lower(username), user_id FROM users WHERE user_id IN ($2, $3) AND lower(username) = ANY($1)"
            : """
              SELECT lower(u.username), u.user_id FROM users AS u
              JOIN live_members AS member ON member.group_id = $2 AND member.user_id = u.user_id
              WHERE lower(u.username) = ANY($1)
              """);
        command.Parameters.Add(new() { Value = names });
        command.Parameters.Add(new() { Value = first });
        if (isDirect)
            command.Parameters.Add(new() { Value = second });
        await using var reader = await command.ExecuteReaderAsync();
        var members = new Dictionary<string, string>();
        while (await reader.ReadAsync())
            members[reader.GetString(0)] = reader.GetString(1);
        return members;
    });

    /// <summary>The cursors of everybody who has any.</summary>
    public Task<List<CursorRow>> LoadCursors(string conversationId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT user_id, delivered_seq, read_seq FROM cursors WHERE conversation_id = $1");
        command.Parameters.Add(new() { Value = conversationId });
        await using var reader = await command.ExecuteReaderAsync();
        var cursors = new List<CursorRow>();
        while (await reader.ReadAsync())
            cursors.Add(new CursorRow(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return cursors;
    });

    /// <summary>The newest messages of people within a range of seqs.</summary>
    public Task<List<(long Seq, string SenderId)>> FindSenders(string conversationId, long fromSeq, long toSeq, int limit) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT seq, sender_id FROM messages
            WHERE conversation_id = $1 AND seq BETWEEN $2 AND $3 AND type <> $4 AND deleted_at IS NULL ORDER BY seq DESC LIMIT $5
            """);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = fromSeq });
        command.Parameters.Add(new() { Value = toSeq });
        command.Parameters.Add(new() { Value = (short)MessageType.System });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync();
        var senders = new List<(long, string)>();
        while (await reader.ReadAsync())
            senders.Add((reader.GetInt64(0), reader.GetString(1)));
        return senders;
    });

    private static Ack ReadAck(string conversationId, NpgsqlDataReader row) =>
        new(conversationId, row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), Duplicate: false);
}

/// <param name="Seq">The newest message's; 0 when there is none.</param>
/// <param name="Version">The newest change's; 0 when there is none.</param>
/// <param name="Newest">The message that was changed last.</param>
internal sealed record LogHead(long Seq, long Version, Message? Newest, IReadOnlyList<(string SenderId, Guid ClientMessageId, Ack Ack)> Acks);
