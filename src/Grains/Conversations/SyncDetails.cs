using Npgsql;
using NpgsqlTypes;
using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.Grains.Contacts;

namespace OrleansChat.Grains.Conversations;

/// <summary>The second look of a Sync, when it is known what is news: everything there is to tell, in one round trip that also ends
/// the transaction.</summary>
internal sealed record SyncDetails(
    IReadOnlyList<Contact> Contacts,
    IReadOnlyList<ConversationViews.Row> Views,
    ILookup<string, Message> Changed,
    ILookup<string, Message> Newest)
{
    /// <summary>One more than the limit, to see whether there are more. Change by change (the inner LIMIT): a join of its own choice
    /// reads all of a conversation that is a large part of the table.</summary>
    private static readonly string ChangedSql = $"""
        SELECT m.* FROM unnest($1, $2, $3) AS cursor (conversation_id, version, most)
        CROSS JOIN LATERAL (
            SELECT m.*
            FROM message_changes AS change
            CROSS JOIN LATERAL (
                SELECT {MessageRows.Columns} FROM messages AS m
                WHERE m.conversation_id = change.conversation_id AND m.seq = change.seq AND m.version = change.version LIMIT 1
            ) AS m
            WHERE change.conversation_id = cursor.conversation_id AND change.version > cursor.version
            ORDER BY change.version LIMIT cursor.most + 1
        ) AS m
        """;

    private static readonly string NewestSql = $"""
        SELECT m.* FROM unnest($1) AS cursor (conversation_id)
        CROSS JOIN LATERAL (
            SELECT {MessageRows.Columns} FROM messages AS m
            WHERE m.conversation_id = cursor.conversation_id ORDER BY m.seq DESC LIMIT {SyncPlan.ResetMessages}
        ) AS m
        """;

    /// <param name="connection">In the transaction of the first look, which it commits.</param>
    /// <param name="views">The conversations whose views are news.</param>
    /// <param name="since">Contacts that this transaction and higher ones changed; null for all.</param>
    public static async Task<SyncDetails> Read(
        NpgsqlConnection connection, string callerId, string[] views, SyncPlan plan, ulong? since)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(ContactStore.SelectAll(callerId, since));
        if (views.Length > 0)
            batch.BatchCommands.Add(SelectViews(callerId, views));
        if (plan.Behind.Count > 0)
            batch.BatchCommands.Add(SelectChanged(plan.Behind));
        if (plan.Reset.Count > 0)
            batch.BatchCommands.Add(new(NewestSql) { Parameters = { Ids(plan.Reset) } });
        batch.BatchCommands.Add(new("COMMIT"));

        await using var reader = await batch.ExecuteReaderAsync();
        return new SyncDetails(
            await ContactStore.ReadRows(reader),
            views.Length > 0 && await reader.NextResultAsync() ? await ConversationViews.ReadRows(reader) : [],
            await Messages(plan.Behind.Count > 0),
            await Messages(plan.Reset.Count > 0));

        async Task<ILookup<string, Message>> Messages(bool wereAsked)
        {
            var messages = new List<Message>();
            if (wereAsked)
                await reader.NextResultAsync();
            while (wereAsked && await reader.ReadAsync())
                messages.Add(MessageRows.Read(reader));
            return messages.ToLookup(message => message.ConversationId);
        }
    }

    private static NpgsqlBatchCommand SelectViews(string callerId, string[] conversationIds) =>
        new(ConversationViews.Sql("listed.user_id = $1 AND listed.conversation_id = ANY($2)"))
        {
            Parameters = { new() { Value = callerId }, new() { Value = conversationIds } },
        };

    private static NpgsqlBatchCommand SelectChanged(IReadOnlyList<SyncPlan.Cursor> behind) => new(ChangedSql)
    {
        Parameters =
        {
            Ids(behind),
            new() { Value = behind.Select(cursor => cursor.KnownVersion).ToArray() },
            new() { Value = behind.Select(cursor => cursor.Limit).ToArray() },
        },
    };

    private static NpgsqlParameter Ids(IReadOnlyList<SyncPlan.Cursor> cursors) =>
        new() { Value = cursors.Select(cursor => cursor.ConversationId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
