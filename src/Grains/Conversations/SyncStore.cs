using System.Data;
using Npgsql;
using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>Answers "what did I miss?" from one snapshot of the database, in at most five statements whatever was missed.</summary>
internal sealed class SyncStore(Database database, TimeProvider clock)
{
    public async Task<SyncAnswer> Sync(string callerId, SyncRequest request)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var mark = SyncMark.Parse(request.Since);
        var (heads, since, next) = await SyncHeads.Read(connection, callerId, mark);
        // A mark of another database: it was restored, and may have given versions that this client knows to other changes.
        var plan = SyncPlan.Make(heads, mark is not null && since is null ? ImmutableDictionary<string, long>.Empty : request.Cursors);
        var views = await ReadViews(connection, callerId, [.. heads.Where(head => IsNews(head, request)).Select(head => head.ConversationId)]);
        var changed = await ReadChanges(connection, plan.Behind);
        var reset = await ReadNewest(connection, plan.Reset);
        var contacts = await ContactStore.ReadAll(connection, callerId, since?.Transaction);
        await snapshot.CommitAsync();

        var known = heads.Select(head => head.ConversationId).ToHashSet();
        return new SyncAnswer(
            [.. views.Select(row => row.Conversation)],
            [.. plan.Behind.Select(behind => Changes(behind, changed)), .. plan.Reset.Select(id => Reset(id, reset)), .. plan.Later],
            [.. request.Cursors.Keys.Where(id => !known.Contains(id))],
            [.. contacts],
            next.ToText(),
            clock.GetUtcNow());
    }

    /// <summary>Whoever names another version has not seen all that a view tells of the newest messages.</summary>
    private static bool IsNews(SyncHead head, SyncRequest request) =>
        head.HasChanged || request.Cursors.GetValueOrDefault(head.ConversationId, SyncPlan.NothingKnown) != head.Version;

    private static async Task<List<ConversationViews.Row>> ReadViews(NpgsqlConnection connection, string callerId, string[] conversationIds)
    {
        if (conversationIds.Length == 0)
            return [];
        await using var command = new NpgsqlCommand(
            ConversationViews.Sql("listed.user_id = $1 AND listed.conversation_id = ANY($2)"), connection)
        {
            Parameters = { new() { Value = callerId }, new() { Value = conversationIds } },
        };
        return await ConversationViews.Read(command);
    }

    private static ConversationChanges Changes(SyncPlan.Cursor behind, ILookup<string, Message> changed)
    {
        var messages = changed[behind.ConversationId].ToImmutableArray();
        return messages.Length > behind.Limit
            ? new(behind.ConversationId, messages[..behind.Limit], messages[behind.Limit - 1].Version, Reset: false, More: true)
            : new(behind.ConversationId, messages, behind.NewestVersion, Reset: false, More: false);
    }

    private static ConversationChanges Reset(SyncPlan.Cursor reset, ILookup<string, Message> newest) =>
        new(reset.ConversationId, [.. newest[reset.ConversationId].OrderBy(message => message.Version)], reset.NewestVersion, Reset: true, More: false);

    /// <summary>One more than the limit, to see whether there are more.</summary>
    private static async Task<ILookup<string, Message>> ReadChanges(NpgsqlConnection connection, IReadOnlyList<SyncPlan.Cursor> cursors)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT m.* FROM unnest($1, $2, $3) AS cursor (conversation_id, version, most)
            CROSS JOIN LATERAL (
                SELECT {MessageRows.Columns}
                FROM message_changes AS change
                JOIN messages AS m ON m.conversation_id = change.conversation_id AND m.seq = change.seq AND m.version = change.version
                WHERE change.conversation_id = cursor.conversation_id AND change.version > cursor.version
                ORDER BY change.version LIMIT cursor.most + 1
            ) AS m
            """, connection)
        {
            Parameters =
            {
                new() { Value = cursors.Select(cursor => cursor.ConversationId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = cursors.Select(cursor => cursor.KnownVersion).ToArray() },
                new() { Value = cursors.Select(cursor => cursor.Limit).ToArray() },
            },
        };
        return cursors.Count == 0 ? Enumerable.Empty<Message>().ToLookup(message => message.ConversationId) : await Read(command);
    }

    private static async Task<ILookup<string, Message>> ReadNewest(NpgsqlConnection connection, IReadOnlyList<SyncPlan.Cursor> cursors)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT m.* FROM unnest($1) AS cursor (conversation_id)
            CROSS JOIN LATERAL (
                SELECT {MessageRows.Columns} FROM messages AS m
                WHERE m.conversation_id = cursor.conversation_id ORDER BY m.seq DESC LIMIT {SyncPlan.ResetMessages}
            ) AS m
            """, connection)
        {
            Parameters =
            {
                new() { Value = cursors.Select(cursor => cursor.ConversationId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        return cursors.Count == 0 ? Enumerable.Empty<Message>().ToLookup(message => message.ConversationId) : await Read(command);
    }

    private static async Task<ILookup<string, Message>> Read(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var messages = new List<Message>();
        while (await reader.ReadAsync())
            messages.Add(MessageRows.Read(reader));
        return messages.ToLookup(message => message.ConversationId);
    }
}
