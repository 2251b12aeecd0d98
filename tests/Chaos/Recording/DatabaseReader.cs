using Npgsql;

namespace OrleansChat.Chaos;

/// <summary>Reads by SQL what PostgreSQL holds, past all code of the product.</summary>
internal sealed class DatabaseReader(NpgsqlDataSource source, Recorder recorder, IReadOnlyList<Talk> talks)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(60);

    private readonly string[] _ids = [.. talks.Select(talk => talk.Id)];

    /// <summary>Waits until nothing is written for a while: what nobody waits for any more may still be under way.</summary>
    public async Task UntilQuiet(CancellationToken cancellationToken)
    {
        var before = -1L;
        for (var deadline = recorder.Now + (long)QuietLimit.TotalMilliseconds; recorder.Now < deadline;)
        {
            var now = (await Rows("""
                SELECT (SELECT count(*) FROM message_changes) + (SELECT coalesce(sum(read_seq + delivered_seq), 0) FROM cursors)
                """, row => row.GetFieldValue<decimal>(0), withIds: false)).Single();
            if ((long)now == before)
                return;
            before = (long)now;
            await Task.Delay(Quiet, cancellationToken);
        }
    }

    public async Task<List<LogRow>> Log()
    {
        var reactions = (await Rows("""
            SELECT conversation_id, seq, reaction, user_id FROM reactions WHERE conversation_id = ANY($1) ORDER BY version
            """, row => (Key: (row.GetString(0), row.GetInt64(1)), Emoji: row.GetString(2), User: row.GetString(3))))
            .ToLookup(row => row.Key, row => (row.Emoji, row.User));
        return await Rows("""
            SELECT conversation_id, seq, version, client_message_id, sender_id, type, content, reply_to, created_at, edited_at, deleted_at,
                   reacted, first_version
            FROM messages WHERE conversation_id = ANY($1) ORDER BY conversation_id, seq
            """, row =>
        {
            var message = new Message(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.IsDBNull(3) ? null : row.GetGuid(3),
                row.GetString(4),
                (MessageType)row.GetInt16(5),
                row.GetString(6),
                null,
                row.IsDBNull(7) ? null : row.GetInt64(7),
                [],
                row.GetBoolean(11) ? Grouped(reactions[(row.GetString(0), row.GetInt64(1))]) : [],
                row.GetFieldValue<DateTimeOffset>(8),
                row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9),
                row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10));
            return new LogRow(recorder.State(message), row.GetInt64(12));
        });
    }

    public Task<List<VersionRow>> Versions() => Rows("""
        SELECT conversation_id, version, seq FROM message_changes WHERE conversation_id = ANY($1) ORDER BY conversation_id, version
        """, row => new VersionRow(recorder.Conversation(row.GetString(0)), row.GetInt64(1), row.GetInt64(2)));

    /// <param name="userIds">Of the clients, by number.</param>
    public async Task<List<MemberRow>> Members(IReadOnlyList<string> userIds)
    {
        var cursors = (await Rows("""
            SELECT conversation_id, user_id, delivered_seq, read_seq FROM cursors WHERE conversation_id = ANY($1)
            """, row => (Key: (row.GetString(0), row.GetString(1)), Delivered: row.GetInt64(2), Read: row.GetInt64(3))))
            .ToDictionary(row => row.Key);
        var joined = (await Rows("""
            SELECT group_id, user_id, joined_seq FROM group_members WHERE group_id = ANY($1)
            """, row => (Key: (row.GetString(0), row.GetString(1)), Seq: row.GetInt64(2)))).ToDictionary(row => row.Key, row => row.Seq);
        return [.. talks.SelectMany(talk => talk.Members.Select(member =>
        {
            var key = (talk.Id, userIds[member]);
            var cursor = cursors.GetValueOrDefault(key);
            return new MemberRow(
                recorder.Conversation(talk.Id), recorder.User(userIds[member]), joined.GetValueOrDefault(key), cursor.Delivered, cursor.Read);
        }))];
    }

    /// <summary>In the order in which each was first used, and so its users.</summary>
    private static ImmutableArray<Reaction> Grouped(IEnumerable<(string Emoji, string User)> byVersion) =>
        [.. byVersion.GroupBy(one => one.Emoji).Select(same => new Reaction(same.Key, same.Count(), [.. same.Select(one => one.User)]))];

    private async Task<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read, bool withIds = true)
    {
        await using var command = source.CreateCommand(sql);
        if (withIds)
            command.Parameters.Add(new() { Value = _ids });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }
}
