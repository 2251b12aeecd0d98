using Npgsql;
using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Search;

/// <summary>
/// Brings <c>message_search</c> after the log, in small steps. Each takes what its transactions changed that one snapshot sees and
/// the last step's did not. So a change is found whenever its transaction commits, however late, and a long transaction elsewhere
/// holds nothing up. A step writes how far it came together with what it found, unless another one has come from the same place
/// meanwhile: of two at once one counts.
/// </summary>
/// <remarks>
/// Reading and writing are transactions of their own, both short: as long as one is open, PostgreSQL keeps every version of the rows
/// that each message changes, such as the sender's cursor. So a message may be read newer than the snapshot; it is among the changes
/// of the next step again then, and costs the index nothing.
/// </remarks>
internal sealed class SearchIndex(Database database)
{
    /// <summary>Messages of a step: few, because on a small machine PostgreSQL is busy with them while people wait for their commits.</summary>
    private const int Length = 50;

    /// <summary>Messages of a step when many steps in a row have left something.</summary>
    private const int LengthInHaste = 500;
    private const int StepsUntilHaste = 40;

    /// <summary>UTF-16 units that a step takes on, unless one transaction alone has more.</summary>
    private const int MaxText = 500_000;

    /// <summary>Messages whose entries wait in the index's pending list, which every search reads.</summary>
    private const int MaxPending = 4_000;

    /// <summary>Steps in a row that left something.</summary>
    private int _stepsBehind;
    private int _pending;

    /// <returns>How many messages it wrote, and whether more wait.</returns>
    public async Task<SearchStep> Step(CancellationToken cancellation)
    {
        await using var connection = await database.FillerSource.OpenConnectionAsync(cancellation);
        var (present, now) = await ReadProgress(connection, cancellation);
        // Transaction ids that go backwards: the tables came here from another server.
        var (seen, after) = present.Seen.End > now.End ? (now, Old.First) : (present.Seen, present.Old);

        var length = _stepsBehind < StepsUntilHaste ? Length : LengthInHaste;
        var changes = await ReadChanges(connection, seen, now, length, cancellation);
        var isWhole = changes.Count < length;
        Cut(changes, ref isWhole);
        seen = isWhole ? now : seen.AdvancedTo(changes[^1].Transaction, now);
        var old = after is null ? [] : await ReadOld(connection, after, length, cancellation);
        var next = new Progress(seen.ToString(), old.Count == 0 ? null : new(old[^1].ConversationId, old[^1].Seq));

        var messages = changes.Select(change => change.Message).OfType<SearchRow>().Concat(old).DistinctBy(message => (message.ConversationId, message.Seq)).ToList();
        if ((changes.Count > 0 || next.Old != present.Old) && !await TryWrite(connection, messages, present, next, cancellation))
            return new(0, HasMore: true, InHaste: false);
        var hasMore = !isWhole || next.Old is not null;
        _stepsBehind = hasMore ? _stepsBehind + 1 : 0;
        _pending += messages.Count;
        if (_pending >= (hasMore ? MaxPending : 1))
            await MergePending(connection, cancellation);
        return new(messages.Count, hasMore, InHaste: _stepsBehind >= StepsUntilHaste);
    }

    private static async Task<(Progress Present, TransactionSnapshot Now)> ReadProgress(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT seen::text, old_conversation_id, old_seq, pg_current_snapshot()::text FROM search_filler", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var old = await reader.IsDBNullAsync(1, cancellation) ? null : new Old(reader.GetString(1), reader.GetInt64(2));
        return (new Progress(reader.GetString(0), old), TransactionSnapshot.Parse(reader.GetString(3)));
    }

    /// <returns>In the order of transactions; without a message where somebody has removed it by hand.</returns>
    private static async Task<List<(ulong Transaction, SearchRow? Message)>> ReadChanges(
        NpgsqlConnection connection, TransactionSnapshot seen, TransactionSnapshot now, int length, CancellationToken cancellation)
    {
        // A transaction is taken whole: it is the unit of what has been seen. Those that were running then are looked up, so that
        // one that runs for long does not make each step read all that came after it. Message by message, in the order of the index:
        // PostgreSQL would join all of them, and sort.
        await using var command = new NpgsqlCommand($"""
            SELECT {SearchRow.Columns}, change.xid
            FROM (
                (SELECT xid, conversation_id, seq FROM message_changes
                 WHERE xid = ANY ($1) AND pg_visible_in_snapshot(xid, $4::text::pg_snapshot)
                 ORDER BY xid FETCH FIRST {length} ROWS WITH TIES)
                UNION ALL
                (SELECT xid, conversation_id, seq FROM message_changes
                 WHERE xid >= $2 AND xid < $3 AND pg_visible_in_snapshot(xid, $4::text::pg_snapshot)
                 ORDER BY xid FETCH FIRST {length} ROWS WITH TIES)
                ORDER BY xid FETCH FIRST {length} ROWS WITH TIES
            ) AS change
            LEFT JOIN LATERAL (
                SELECT * FROM messages WHERE conversation_id = change.conversation_id AND seq = change.seq LIMIT 1
            ) AS m ON true
            ORDER BY change.xid
            """, connection)
        {
            Parameters =
            {
                new() { Value = seen.Running.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8 },
                new() { Value = seen.End, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = now.End, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = now.ToString() },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var changes = new List<(ulong, SearchRow?)>();
        while (await reader.ReadAsync(cancellation))
            changes.Add((reader.GetFieldValue<ulong>(SearchRow.ColumnCount), await reader.IsDBNullAsync(0, cancellation) ? null : SearchRow.Read(reader)));
        return changes;
    }

    /// <summary>Leaves whole transactions, at least one, and not much more text than a step should take.</summary>
    private static void Cut(List<(ulong Transaction, SearchRow? Message)> changes, ref bool isWhole)
    {
        var text = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            if (text >= MaxText && changes[i].Transaction != changes[i - 1].Transaction)
            {
                changes.RemoveRange(i, changes.Count - i);
                isWhole = false;
                return;
            }
            text += changes[i].Message?.Content.Length ?? 0;
        }
    }

    private static async Task<List<SearchRow>> ReadOld(NpgsqlConnection connection, Old after, int length, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT {SearchRow.Columns} FROM messages AS m
            WHERE (m.conversation_id, m.seq) > ($1, $2) ORDER BY m.conversation_id, m.seq LIMIT {length}
            """, connection)
        {
            Parameters = { new() { Value = after.ConversationId }, new() { Value = after.Seq } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<SearchRow>();
        for (var text = 0; text < MaxText && await reader.ReadAsync(cancellation); text += rows[^1].Content.Length)
            rows.Add(SearchRow.Read(reader));
        return rows;
    }

    /// <returns>False when another step has come from <paramref name="present"/> meanwhile; nothing is written then.</returns>
    private static async Task<bool> TryWrite(
        NpgsqlConnection connection, List<SearchRow> messages, Progress present, Progress next, CancellationToken cancellation)
    {
        var indexed = messages.ConvertAll(message => (Message: message, Tokens: message.IsSearched ? TsVector.Of(message.Content) : ""))
            .ToLookup(row => row.Tokens.Length > 0);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await TryAdvance(connection, present, next, cancellation))
            return false;
        await Remove(connection, [.. indexed[false].Select(row => row.Message)], cancellation);
        await Insert(connection, [.. indexed[true]], cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task<bool> TryAdvance(NpgsqlConnection connection, Progress present, Progress next, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        // Should a crash take the last steps, it takes how far they came along: they are made again.
        batch.BatchCommands.Add(new("SELECT set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(new("""
            UPDATE search_filler SET seen = $1::text::pg_snapshot, old_conversation_id = $2, old_seq = $3
            WHERE seen::text = $4 AND (old_conversation_id, old_seq) IS NOT DISTINCT FROM ($5, $6)
            """));
        foreach (var progress in new[] { next, present })
        {
            batch.BatchCommands[1].Parameters.Add(new() { Value = progress.SeenText });
            batch.BatchCommands[1].Parameters.Add(new() { Value = (object?)progress.Old?.ConversationId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            batch.BatchCommands[1].Parameters.Add(new() { Value = (object?)progress.Old?.Seq ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        }
        await batch.ExecuteNonQueryAsync(cancellation);
        return batch.BatchCommands[1].RecordsAffected > 0;
    }

    /// <summary>Sorted, many entries of a token at a time.</summary>
    private async Task MergePending(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT gin_clean_pending_list('message_search_tokens')", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        _pending = 0;
    }

    private static async Task Remove(NpgsqlConnection connection, SearchRow[] gone, CancellationToken cancellation)
    {
        if (gone.Length == 0)
            return;
        await using var command = new NpgsqlCommand("""
            DELETE FROM message_search USING unnest($1, $2, $3) AS gone (conversation_id, created_at, seq)
            WHERE message_search.conversation_id = gone.conversation_id AND message_search.created_at = gone.created_at
              AND message_search.seq = gone.seq
            """, connection)
        {
            Parameters =
            {
                Array(gone, row => row.ConversationId, NpgsqlDbType.Text),
                Array(gone, row => row.CreatedAt, NpgsqlDbType.TimestampTz),
                Array(gone, row => row.Seq, NpgsqlDbType.Bigint),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task Insert(NpgsqlConnection connection, (SearchRow Message, string Tokens)[] shown, CancellationToken cancellation)
    {
        if (shown.Length == 0)
            return;
        // A change that leaves the text, such as a reaction, costs the index nothing.
        await using var command = new NpgsqlCommand("""
            INSERT INTO message_search AS present (conversation_id, seq, sender_id, created_at, tokens)
            SELECT conversation_id, seq, sender_id, created_at, tokens::tsvector
            FROM unnest($1, $2, $3, $4, $5) AS row (conversation_id, seq, sender_id, created_at, tokens)
            ON CONFLICT (conversation_id, created_at, seq) DO UPDATE SET tokens = excluded.tokens WHERE present.tokens <> excluded.tokens
            """, connection)
        {
            Parameters =
            {
                Array(shown, row => row.Message.ConversationId, NpgsqlDbType.Text),
                Array(shown, row => row.Message.Seq, NpgsqlDbType.Bigint),
                Array(shown, row => row.Message.SenderId, NpgsqlDbType.Text),
                Array(shown, row => row.Message.CreatedAt, NpgsqlDbType.TimestampTz),
                Array(shown, row => row.Tokens, NpgsqlDbType.Text),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter<TValue[]> Array<TRow, TValue>(TRow[] rows, Func<TRow, TValue> value, NpgsqlDbType type) =>
        new() { TypedValue = System.Array.ConvertAll(rows, row => value(row)), NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <param name="SeenText">As it is stored.</param>
    /// <param name="Old">Null when all messages of before are done.</param>
    private sealed record Progress(string SeenText, Old? Old)
    {
        public TransactionSnapshot Seen => TransactionSnapshot.Parse(SeenText);
    }

    /// <summary>The last one done of the messages that are older than the index.</summary>
    private sealed record Old(string ConversationId, long Seq)
    {
        public static readonly Old First = new("", 0);
    }

    /// <param name="IsSearched">Neither deleted nor of the system.</param>
    private sealed record SearchRow(
        string ConversationId, long Seq, string SenderId, DateTimeOffset CreatedAt, string Content, bool IsSearched)
    {
        public static readonly string Columns =
            $"m.conversation_id, m.seq, m.sender_id, m.created_at, m.content, m.deleted_at IS NULL AND m.type <> {(int)MessageType.System}";

        public const int ColumnCount = 6;

        public static SearchRow Read(NpgsqlDataReader row) => new(
            row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetString(4), row.GetBoolean(5));
    }
}

/// <param name="Messages">New and changed ones that it wrote.</param>
/// <param name="HasMore">There is certainly more to do.</param>
/// <param name="InHaste">There has been more to do for long.</param>
internal readonly record struct SearchStep(int Messages, bool HasMore, bool InHaste);
