using System.Data;
using Npgsql;
using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Search;

/// <summary>
/// Brings <c>message_search</c> after the log. Each step is one transaction that reads one snapshot: what its transactions
/// changed and the last step's did not see yet. So a change is found whenever its transaction commits, however late, and a
/// long transaction elsewhere holds nothing up. Steps write how far they came together with what they found; of two at once
/// the second fails and comes again.
/// </summary>
internal sealed class SearchIndex(Database database)
{
    private const int MaxMessages = 4_000;

    /// <summary>UTF-16 units that a step takes on, unless one transaction alone has more.</summary>
    private const int MaxText = 1_000_000;

    /// <summary>Messages read, and written, at a time, with a breath in between unless more wait: on a small machine PostgreSQL would be
    /// busy with a whole step while people wait for the commits of their messages.</summary>
    private const int PartLength = 50;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    /// <summary>The last step left something.</summary>
    private bool _isBehind;

    /// <returns>How many messages it looked at, and whether more wait.</returns>
    public async Task<SearchStep> Step(CancellationToken cancellation)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var (present, now) = await ReadProgress(connection, cancellation);
        // Transaction ids that go backwards: the tables came here from another server.
        var next = present.Seen.End > now.End ? new Progress(now, Old.First) : present;

        var changes = await ReadChanges(connection, next.Seen, now, inHaste: _isBehind, cancellation);
        var isWhole = changes.Count < MaxMessages;
        Cut(changes, ref isWhole);
        next = next with { Seen = isWhole ? now : next.Seen.AdvancedTo(changes[^1].Transaction, now) };

        var old = next.Old is null ? [] : await ReadOld(connection, next.Old, cancellation);
        if (next.Old is not null)
            next = next with { Old = old.Count == 0 ? null : new(old[^1].ConversationId, old[^1].Seq) };

        var messages = changes.Select(change => change.Message).Concat(old).DistinctBy(message => (message.ConversationId, message.Seq)).ToList();
        _isBehind = !isWhole || next.Old is not null;
        if (messages.Count == 0 && next.Old == present.Old)
            return new(0, HasMore: false);
        await Write(connection, messages, next, inHaste: _isBehind, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(messages.Count, HasMore: _isBehind);
    }

    private static async Task<(Progress Present, TransactionSnapshot Now)> ReadProgress(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT seen::text, old_conversation_id, old_seq, pg_current_snapshot()::text FROM search_filler", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var old = await reader.IsDBNullAsync(1, cancellation) ? null : new Old(reader.GetString(1), reader.GetInt64(2));
        return (new Progress(TransactionSnapshot.Parse(reader.GetString(0)), old), TransactionSnapshot.Parse(reader.GetString(3)));
    }

    private static async Task<List<(ulong Transaction, SearchRow Message)>> ReadChanges(
        NpgsqlConnection connection, TransactionSnapshot seen, TransactionSnapshot now, bool inHaste, CancellationToken cancellation)
    {
        // A transaction is taken whole: it is the unit of what has been seen.
        await using var declare = new NpgsqlCommand($"""
            DECLARE search_filler_changes NO SCROLL CURSOR FOR
            SELECT {SearchRow.Columns}, change.xid
            FROM (
                SELECT xid, conversation_id, seq FROM message_changes
                WHERE xid >= $1 AND xid < $2 AND NOT pg_visible_in_snapshot(xid, $3::text::pg_snapshot)
                ORDER BY xid FETCH FIRST {MaxMessages} ROWS WITH TIES
            ) AS change
            JOIN messages AS m USING (conversation_id, seq)
            ORDER BY change.xid
            """, connection)
        {
            Parameters =
            {
                new() { Value = seen.Start, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = now.End, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = seen.ToString() },
            },
        };
        await declare.ExecuteNonQueryAsync(cancellation);
        var changes = new List<(ulong, SearchRow)>();
        for (var length = inHaste ? MaxMessages : PartLength; ;)
        {
            var before = changes.Count;
            await using (var fetch = new NpgsqlCommand($"FETCH {length} FROM search_filler_changes", connection))
            {
                await using var reader = await fetch.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                    changes.Add((reader.GetFieldValue<ulong>(SearchRow.ColumnCount), SearchRow.Read(reader)));
            }
            if (changes.Count - before < length)
                return changes;
            if (!inHaste)
                await Task.Delay(Breath, cancellation);
        }
    }

    /// <summary>Leaves whole transactions, at least one, and not much more text than a step should take.</summary>
    private static void Cut(List<(ulong Transaction, SearchRow Message)> changes, ref bool isWhole)
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
            text += changes[i].Message.Content.Length;
        }
    }

    private static async Task<List<SearchRow>> ReadOld(NpgsqlConnection connection, Old after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT {SearchRow.Columns} FROM messages AS m
            WHERE (m.conversation_id, m.seq) > ($1, $2) ORDER BY m.conversation_id, m.seq LIMIT {MaxMessages}
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

    private static async Task Write(
        NpgsqlConnection connection, List<SearchRow> messages, Progress progress, bool inHaste, CancellationToken cancellation)
    {
        foreach (var part in messages.Chunk(PartLength))
        {
            var indexed = System.Array.ConvertAll(part, message => (Message: message, Tokens: message.IsSearched ? TsVector.Of(message.Content) : ""))
                .ToLookup(row => row.Tokens.Length > 0);
            await Remove(connection, [.. indexed[false].Select(row => row.Message)], cancellation);
            await Insert(connection, [.. indexed[true]], cancellation);
            if (!inHaste && part.Length == PartLength)
                await Task.Delay(Breath, cancellation);
        }
        await using var batch = new NpgsqlBatch(connection);
        // Sorted, many entries of a token at a time; and no search has to read a list of pending ones.
        batch.BatchCommands.Add(new("SELECT gin_clean_pending_list('message_search_tokens')"));
        batch.BatchCommands.Add(new("UPDATE search_filler SET seen = $1::text::pg_snapshot, old_conversation_id = $2, old_seq = $3")
        {
            Parameters =
            {
                new() { Value = progress.Seen.ToString() },
                new() { Value = (object?)progress.Old?.ConversationId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)progress.Old?.Seq ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
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

    /// <param name="Old">Null when all messages of before are done.</param>
    private sealed record Progress(TransactionSnapshot Seen, Old? Old);

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

/// <param name="Messages">New and changed ones that it looked at.</param>
/// <param name="HasMore">There is certainly more to do.</param>
internal readonly record struct SearchStep(int Messages, bool HasMore);
