using Npgsql;
using NpgsqlTypes;
using OrleansChat.Contacts;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Users;

namespace OrleansChat.Grains.Contacts;

/// <summary>A half as it is stored.</summary>
/// <param name="Intent">What the other half must become, while that is not known to be written.</param>
/// <param name="Step">Of the step that wrote it.</param>
internal sealed record StoredHalf(string UserId, ContactHalf Half, ContactHalf? Intent, long Step);

/// <summary>The rows of <c>contacts</c>; each is written by its user's grain.</summary>
internal sealed class ContactStore(Database database)
{
    private static readonly string ContactColumns = $"c.status, c.created_at, {UserRows.Columns("c.user_id")}";

    /// <summary>Both halves of a relation, as far as they were ever written.</summary>
    public Task<List<StoredHalf>> ReadHalves(string oneId, string otherId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT user_id, status, blocked_by_other, created_at, intent_status, intent_blocked, intent_at, step
            FROM contacts WHERE (user_id = $1 AND other_id = $2) OR (user_id = $2 AND other_id = $1)
            """);
        command.Parameters.Add(Text(oneId));
        command.Parameters.Add(Text(otherId));
        await using var reader = await command.ExecuteReaderAsync();
        var halves = new List<StoredHalf>(2);
        while (await reader.ReadAsync())
        {
            var intent = reader.IsDBNull(6) ? null
                : new ContactHalf((ContactStatus)reader.GetInt16(4), reader.GetBoolean(5), reader.GetFieldValue<DateTimeOffset>(6));
            var half = new ContactHalf(
                (ContactStatus)reader.GetInt16(1), reader.GetBoolean(2), reader.GetFieldValue<DateTimeOffset>(3));
            halves.Add(new StoredHalf(reader.GetString(0), half, intent, reader.GetInt64(7)));
        }
        return halves;
    });

    /// <summary>Writes a half and what the other must become. A first half, which has an intent, must begin a new step, or be the same
    /// one again while its intent stands; a second one may be written again.</summary>
    /// <returns>The status before, which is <see cref="ContactStatus.Removed"/> when there was no row; null when the stored half
    /// belongs to a later step, so that nothing was written.</returns>
    public async Task<ContactStatus?> Write(string userId, string otherId, ContactHalf half, ContactHalf? intent, long step)
    {
        await using var command = database.DataSource.CreateCommand("""
            WITH before AS (
                SELECT status FROM contacts WHERE user_id = $1 AND other_id = $2
            ), written AS (
                INSERT INTO contacts AS c (user_id, other_id, status, blocked_by_other, created_at,
                                           intent_status, intent_blocked, intent_at, step)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (user_id, other_id) DO UPDATE SET
                    status = excluded.status, blocked_by_other = excluded.blocked_by_other, created_at = excluded.created_at,
                    intent_status = excluded.intent_status, intent_blocked = excluded.intent_blocked,
                    intent_at = excluded.intent_at, step = excluded.step
                WHERE c.step < excluded.step
                   OR (c.step = excluded.step AND (excluded.intent_at IS NULL
                       OR (c.intent_at = excluded.intent_at AND c.intent_status = excluded.intent_status AND c.status = excluded.status)))
                RETURNING 1
            )
            SELECT coalesce((SELECT status FROM before), 0::smallint) FROM written
            """);
        command.Parameters.Add(Text(userId));
        command.Parameters.Add(Text(otherId));
        command.Parameters.Add(new() { Value = (short)half.Status });
        command.Parameters.Add(new() { Value = half.BlockedByOther });
        command.Parameters.Add(new() { Value = half.CreatedAt });
        command.Parameters.Add(new() { Value = (object?)(short?)intent?.Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { Value = (object?)intent?.BlockedByOther ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean });
        command.Parameters.Add(new() { Value = (object?)intent?.CreatedAt ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = step });
        return (ContactStatus?)(short?)await command.ExecuteScalarAsync();
    }

    public async Task ClearIntent(string userId, string otherId, long step)
    {
        await using var command = database.DataSource.CreateCommand("""
            UPDATE contacts SET intent_status = NULL, intent_blocked = NULL, intent_at = NULL
            WHERE user_id = $1 AND other_id = $2 AND step = $3
            """);
        command.Parameters.Add(Text(userId));
        command.Parameters.Add(Text(otherId));
        command.Parameters.Add(new() { Value = step });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A half as its user sees it, also one that has ended. Both users must exist.</summary>
    public Task<Contact> Find(string userId, string otherId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand($"""
            SELECT {ContactColumns} FROM contacts AS c JOIN users AS u ON u.user_id = c.other_id
            WHERE c.user_id = $1 AND c.other_id = $2
            """);
        command.Parameters.Add(Text(userId));
        command.Parameters.Add(Text(otherId));
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? Read(reader) : throw new InvalidOperationException($"{userId} has no half with {otherId}.");
    });

    /// <summary>A page of a user's list, newest first.</summary>
    public async Task<Outcome<Page<Contact>>> List(string userId, int limit, string? cursor)
    {
        var after = cursor is null ? null : PageCursor.Decode(cursor, 2);
        var time = after is null ? null : PageCursor.Time(after[0]);
        if (cursor is not null && time is null)
            return PageCursor.Invalid;
        await using var command = database.DataSource.CreateCommand($"""
            SELECT {ContactColumns} FROM contacts AS c JOIN users AS u ON u.user_id = c.other_id
            WHERE c.user_id = $1 AND c.status <> 0 AND ($2::timestamptz IS NULL OR (c.created_at, c.other_id) < ($2, $3))
            ORDER BY c.created_at DESC, c.other_id DESC LIMIT $4
            """);
        command.Parameters.Add(Text(userId));
        command.Parameters.Add(new() { Value = (object?)time ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)after?[1] ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit + 1 });
        var contacts = await Read(command);
        return contacts.Count <= limit
            ? new Page<Contact>([.. contacts], null)
            : new Page<Contact>(
                [.. contacts.Take(limit)],
                PageCursor.Encode(PageCursor.Time(contacts[limit - 1].CreatedAt), contacts[limit - 1].User.Id));
    }

    /// <summary>All that a user's list holds; <see cref="ReadRows"/> reads it.</summary>
    /// <param name="since">Only what this transaction and higher ones changed, relations that have ended included; null for all. What a
    /// user may not see, the other's presence or a block, does not count.</param>
    public static NpgsqlBatchCommand SelectAll(string userId, ulong? since) => new($"""
        SELECT {ContactColumns} FROM contacts AS c JOIN users AS u ON u.user_id = c.other_id
        LEFT JOIN user_presence AS seen ON seen.user_id = c.other_id
        WHERE c.user_id = $1
          AND CASE WHEN $2::xid8 IS NULL THEN c.status <> 0
                   ELSE c.changed_xid >= $2
                        OR (c.status <> 0 AND u.changed_xid >= $2)
                        OR (c.status = {(int)ContactStatus.Accepted} AND NOT c.blocked_by_other AND seen.changed_xid >= $2) END
        ORDER BY c.created_at DESC, c.other_id DESC
        """)
    {
        Parameters = { Text(userId), new() { Value = (object?)since ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Xid8 } },
    };

    /// <summary>All contacts of the reader's present result.</summary>
    public static async Task<List<Contact>> ReadRows(NpgsqlDataReader reader)
    {
        var contacts = new List<Contact>();
        while (await reader.ReadAsync())
            contacts.Add(Read(reader));
        return contacts;
    }

    /// <summary>Relations whose step was begun before then and is not known to be finished.</summary>
    public Task<List<(string UserId, string OtherId)>> FindUnfinished(DateTimeOffset before, int limit) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT user_id, other_id FROM contacts WHERE intent_at < $1 ORDER BY intent_at LIMIT $2");
        command.Parameters.Add(new() { Value = before });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<(string, string)>();
        while (await reader.ReadAsync())
            found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    });

    /// <summary>Whose presence a user may see: the rule of <see cref="UserRows.SeesPresence"/>, for everybody at once. One text column.</summary>
    public static NpgsqlBatchCommand SelectWatches(string userId) => new($"""
        SELECT other_id FROM contacts
        WHERE user_id = $1 AND status = {(int)ContactStatus.Accepted} AND NOT blocked_by_other
        UNION
        SELECT peer.user_id
        FROM (SELECT conversation_id,
                     'u.' || CASE WHEN substr(conversation_id, 3, 26) = substr($1, 3) THEN substr(conversation_id, 30)
                                  ELSE substr(conversation_id, 3, 26) END AS user_id
              FROM user_conversations
              WHERE user_id = $1 AND conversation_id >= 'd.' AND conversation_id < 'd/') AS peer
        JOIN user_conversations AS theirs ON theirs.user_id = peer.user_id AND theirs.conversation_id = peer.conversation_id
        LEFT JOIN contacts AS half ON half.user_id = $1 AND half.other_id = peer.user_id
        WHERE NOT {BlockStore.IsBlock("half")}
        """)
    {
        Parameters = { Text(userId) },
    };

    /// <summary>Whose presence a user may see.</summary>
    public Task<ImmutableArray<string>> ReadWatches(string userId) => database.Read(async () =>
    {
        await using var batch = database.DataSource.CreateBatch();
        batch.BatchCommands.Add(SelectWatches(userId));
        await using var reader = await batch.ExecuteReaderAsync();
        return await reader.ReadTexts();
    });

    private static async Task<List<Contact>> Read(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        return await ReadRows(reader);
    }

    private static Contact Read(NpgsqlDataReader row) =>
        new(UserRows.Read(row, 2), (ContactStatus)row.GetInt16(0), row.GetFieldValue<DateTimeOffset>(1));

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
