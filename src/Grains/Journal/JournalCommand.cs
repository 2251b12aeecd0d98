using Npgsql;
using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;

namespace OrleansChat.Grains.Journal;

/// <summary>
/// Turns appends into one batch of multi-row statements: one round trip and, because a batch without an explicit
/// transaction is one, all or nothing.
/// </summary>
internal static class JournalCommand
{
    public static NpgsqlBatch Create(NpgsqlConnection connection, IReadOnlyList<Append> appends)
    {
        var batch = new NpgsqlBatch(connection);
        InsertMessages(batch, [.. appends.Where(append => append.Created is not null).Select(append => append.Created!)]);
        var updates = appends.Where(append => append.Updated is not null).Select(append => append.Updated!).ToArray();
        if (updates.Length > 0)
            UpdateMessages(batch, updates);
        InsertChanges(batch, [.. appends.Where(append => append.Step is not null)]);
        UpsertCursors(batch, [.. appends.Where(append => append.Cursor is not null)]);
        foreach (var append in appends.Where(append => append.Pins is not null))
            SetPins(batch, append.ConversationId, append.Pins!.Value);
        foreach (var append in appends.Where(append => append.Members is not null))
            ChangeMembers(batch, append.ConversationId, append.Members!);
        return batch;
    }

    private static void InsertMessages(NpgsqlBatch batch, Message[] messages)
    {
        if (messages.Length == 0)
            return;
        Add(batch, """
            INSERT INTO messages (conversation_id, seq, version, first_version,
                                  sender_id, client_message_id, type, content, reply_to, created_at, mentions, image_id)
            SELECT conversation_id, seq, version, version,
                   sender_id, client_message_id, type, content, reply_to, created_at, mentions, image_id
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 AS message (conversation_id, seq, version,
                             sender_id, client_message_id, type, content, reply_to, created_at, mentions, image_id)
            """,
            Array(messages, message => message.ConversationId, NpgsqlDbType.Text),
            Array(messages, message => message.Seq, NpgsqlDbType.Bigint),
            Array(messages, message => message.Version, NpgsqlDbType.Bigint),
            Array(messages, message => message.SenderId, NpgsqlDbType.Text),
            Array(messages, message => message.ClientMessageId, NpgsqlDbType.Uuid),
            Array(messages, message => (short)message.Type, NpgsqlDbType.Smallint),
            Array(messages, message => message.Content, NpgsqlDbType.Text),
            Array(messages, message => message.ReplyTo, NpgsqlDbType.Bigint),
            Array(messages, message => message.CreatedAt, NpgsqlDbType.TimestampTz),
            Array(messages, MessageRows.Mentions, NpgsqlDbType.Text),
            Array(messages, message => message.Image?.Id, NpgsqlDbType.Text));
    }

    private static void UpdateMessages(NpgsqlBatch batch, MessageUpdate[] updates)
    {
        // A statement must not touch a row twice: of several changes of one message the last holds them all.
        var last = updates.GroupBy(update => (update.After.ConversationId, update.After.Seq))
            .Select(changes => changes.Last().After).ToArray();
        Add(batch, """
            UPDATE messages
            SET version = change.version, content = change.content, edited_at = change.edited_at, deleted_at = change.deleted_at,
                mentions = change.mentions, image_id = change.image_id, reacted = change.reacted
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 AS change (conversation_id, seq, version, content, edited_at, deleted_at, mentions, image_id, reacted)
            WHERE messages.conversation_id = change.conversation_id AND messages.seq = change.seq
            """,
            Array(last, message => message.ConversationId, NpgsqlDbType.Text),
            Array(last, message => message.Seq, NpgsqlDbType.Bigint),
            Array(last, message => message.Version, NpgsqlDbType.Bigint),
            Array(last, message => message.Content, NpgsqlDbType.Text),
            Array(last, message => message.EditedAt, NpgsqlDbType.TimestampTz),
            Array(last, message => message.DeletedAt, NpgsqlDbType.TimestampTz),
            Array(last, MessageRows.Mentions, NpgsqlDbType.Text),
            Array(last, message => message.Image?.Id, NpgsqlDbType.Text),
            Array(last, message => !message.Reactions.IsEmpty, NpgsqlDbType.Boolean));
        ChangeReactions(batch, updates);

        var replaced = updates.Where(update => update.ReplacedText is not null).ToArray();
        if (replaced.Length > 0)
        {
            Add(batch, """
                INSERT INTO message_edits (conversation_id, seq, version, content, replaced_at)
                SELECT * FROM unnest($1, $2, $3, $4, $5)
                """,
                Array(replaced, update => update.After.ConversationId, NpgsqlDbType.Text),
                Array(replaced, update => update.After.Seq, NpgsqlDbType.Bigint),
                Array(replaced, update => update.After.Version, NpgsqlDbType.Bigint),
                Array(replaced, update => update.ReplacedText!.Content, NpgsqlDbType.Text),
                Array(replaced, update => update.ReplacedText!.ReplacedAt, NpgsqlDbType.TimestampTz));
        }

        var deleted = last.Where(message => message.DeletedAt is not null).ToArray();
        if (deleted.Length > 0)
        {
            // What was deleted is gone, its earlier texts and reactions too.
            foreach (var table in new[] { "message_edits", "reactions" })
            {
                Add(batch, $"""
                    DELETE FROM {table}
                    USING unnest($1, $2) AS gone (conversation_id, seq)
                    WHERE {table}.conversation_id = gone.conversation_id AND {table}.seq = gone.seq
                    """,
                    Array(deleted, message => message.ConversationId, NpgsqlDbType.Text),
                    Array(deleted, message => message.Seq, NpgsqlDbType.Bigint));
            }
        }
    }

    private static void ChangeReactions(NpgsqlBatch batch, MessageUpdate[] updates)
    {
        // Of one user's several changes of the same reaction within a batch the last one counts.
        var changes = updates.Where(update => update.Reaction is not null)
            .GroupBy(update => (update.After.ConversationId, update.After.Seq, update.Reaction!.UserId, update.Reaction.Emoji))
            .Select(same => same.Last())
            .ToLookup(update => update.Reaction!.On);
        if (changes[false].ToArray() is { Length: > 0 } removed)
        {
            Add(batch, """
                DELETE FROM reactions
                USING unnest($1, $2, $3, $4) AS gone (conversation_id, seq, reaction, user_id)
                WHERE reactions.conversation_id = gone.conversation_id AND reactions.seq = gone.seq
                  AND reactions.reaction = gone.reaction AND reactions.user_id = gone.user_id
                """,
                ReactionKeys(removed));
        }
        if (changes[true].ToArray() is { Length: > 0 } added)
        {
            Add(batch, """
                INSERT INTO reactions (conversation_id, seq, reaction, user_id, version)
                SELECT * FROM unnest($1, $2, $3, $4, $5)
                ON CONFLICT DO NOTHING
                """,
                [.. ReactionKeys(added), Array(added, update => update.After.Version, NpgsqlDbType.Bigint)]);
        }
    }

    private static NpgsqlParameter[] ReactionKeys(MessageUpdate[] changes) =>
    [
        Array(changes, update => update.After.ConversationId, NpgsqlDbType.Text),
        Array(changes, update => update.After.Seq, NpgsqlDbType.Bigint),
        Array(changes, update => update.Reaction!.Emoji, NpgsqlDbType.Text),
        Array(changes, update => update.Reaction!.UserId, NpgsqlDbType.Text),
    ];

    private static void SetPins(NpgsqlBatch batch, string conversationId, ImmutableArray<long> pins) => Add(batch, """
        INSERT INTO pins (conversation_id, seqs) VALUES ($1, $2)
        ON CONFLICT (conversation_id) DO UPDATE SET seqs = excluded.seqs
        """,
        new NpgsqlParameter<string> { TypedValue = conversationId },
        new NpgsqlParameter<long[]> { TypedValue = [.. pins] });

    private static void InsertChanges(NpgsqlBatch batch, Append[] steps)
    {
        if (steps.Length == 0)
            return;
        Add(batch, """
            INSERT INTO message_changes (conversation_id, version, seq)
            SELECT * FROM unnest($1, $2, $3)
            """,
            Array(steps, append => append.ConversationId, NpgsqlDbType.Text),
            Array(steps, append => append.Step!.Value.Version, NpgsqlDbType.Bigint),
            Array(steps, append => append.Step!.Value.Seq, NpgsqlDbType.Bigint));
    }

    private static void UpsertCursors(NpgsqlBatch batch, Append[] appends)
    {
        if (appends.Length == 0)
            return;
        var rows = appends.GroupBy(append => (append.ConversationId, append.Cursor!.UserId))
            .Select(group => (
                group.Key.ConversationId,
                group.Key.UserId,
                Delivered: group.Max(append => append.Cursor!.DeliveredSeq),
                Read: group.Max(append => append.Cursor!.ReadSeq)))
            .ToArray();
        Add(batch, """
            INSERT INTO cursors (conversation_id, user_id, delivered_seq, read_seq)
            SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (conversation_id, user_id) DO UPDATE
            SET delivered_seq = greatest(cursors.delivered_seq, excluded.delivered_seq),
                read_seq = greatest(cursors.read_seq, excluded.read_seq),
                changed_xid = pg_current_xact_id()
            """,
            Array(rows, row => row.ConversationId, NpgsqlDbType.Text),
            Array(rows, row => row.UserId, NpgsqlDbType.Text),
            Array(rows, row => row.Delivered, NpgsqlDbType.Bigint),
            Array(rows, row => row.Read, NpgsqlDbType.Bigint));
    }

    private static void ChangeMembers(NpgsqlBatch batch, string groupId, MembershipChange change)
    {
        if (change.Added.Count > 0)
        {
            Add(batch, """
                INSERT INTO group_members (group_id, user_id, role, joined_at, joined_seq)
                SELECT $1, * FROM unnest($2, $3, $4, $5)
                ON CONFLICT (group_id, user_id) DO UPDATE SET role = excluded.role
                """,
                new NpgsqlParameter<string> { TypedValue = groupId },
                Array(change.Added, member => member.UserId, NpgsqlDbType.Text),
                Array(change.Added, member => (short)member.Role, NpgsqlDbType.Smallint),
                Array(change.Added, member => member.JoinedAt, NpgsqlDbType.TimestampTz),
                Array(change.Added, member => member.JoinedSeq, NpgsqlDbType.Bigint));
        }

        if (change.Removed.Count > 0)
        {
            Add(batch, "DELETE FROM group_members WHERE group_id = $1 AND user_id = ANY($2)",
                new NpgsqlParameter<string> { TypedValue = groupId },
                Array(change.Removed, user => user, NpgsqlDbType.Text));
        }

        if (change.Roles.Count > 0)
        {
            Add(batch, """
                UPDATE group_members SET role = change.role
                FROM unnest($2, $3) AS change (user_id, role)
                WHERE group_members.group_id = $1 AND group_members.user_id = change.user_id
                """,
                new NpgsqlParameter<string> { TypedValue = groupId },
                Array(change.Roles, change => change.UserId, NpgsqlDbType.Text),
                Array(change.Roles, change => (short)change.Role, NpgsqlDbType.Smallint));
        }

        if (change.Invite is { } invite)
        {
            Add(batch, "UPDATE invites SET uses = $3 WHERE group_id = $1 AND code = $2",
                new NpgsqlParameter<string> { TypedValue = groupId },
                new NpgsqlParameter<string> { TypedValue = invite.Code },
                new NpgsqlParameter<int> { TypedValue = invite.Uses });
        }

        Add(batch, "UPDATE groups SET member_count = $2, deleted_at = coalesce(deleted_at, $3) WHERE group_id = $1",
            new NpgsqlParameter<string> { TypedValue = groupId },
            new NpgsqlParameter<int> { TypedValue = change.MemberCount },
            new NpgsqlParameter<DateTimeOffset?> { TypedValue = change.DeletedAt, NpgsqlDbType = NpgsqlDbType.TimestampTz });
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<TValue[]> Array<TRow, TValue>(
        IReadOnlyList<TRow> rows, Func<TRow, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
