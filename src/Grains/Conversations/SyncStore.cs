using System.Data;
using Npgsql;
using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>Answers "what did I miss?" from one snapshot of the database, in four statements whatever was missed.</summary>
internal sealed class SyncStore(Database database, TimeProvider clock)
{
    private const int MaxPerConversation = 500;
    private const int MaxMessages = 2_000;
    private const int MaxBehind = 2_000;
    private const int ResetMessages = 50;

    public async Task<SyncAnswer> Sync(string callerId, SyncRequest request)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var views = new NpgsqlCommand(ConversationViews.Sql("listed.user_id = $1"), connection)
        {
            Parameters = { new() { Value = callerId } },
        };
        var conversations = (await ConversationViews.Read(views)).ConvertAll(row => row.Conversation);
        var plan = SyncPlan.Make(conversations, request.Cursors);
        var changed = await ReadChanges(connection, plan.Behind);
        var reset = await ReadNewest(connection, plan.Reset);
        var contacts = await ContactStore.ReadAll(connection, callerId);
        await snapshot.CommitAsync();

        var known = conversations.Select(conversation => conversation.Id).ToHashSet();
        var now = clock.GetUtcNow();
        return new SyncAnswer(
            [.. conversations],
            [.. plan.Behind.Select(behind => Changes(behind, changed)), .. plan.Reset.Select(id => Reset(id, reset)), .. plan.Later],
            [.. request.Cursors.Keys.Where(id => !known.Contains(id))],
            [.. contacts],
            PageCursor.Encode(PageCursor.Time(now)),
            now);
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
                WHERE m.conversation_id = cursor.conversation_id ORDER BY m.seq DESC LIMIT {ResetMessages}
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

    /// <summary>Decides what is read for each conversation, within the bounds of one answer. Pure.</summary>
    /// <param name="Behind">Read what is newer than the cursor.</param>
    /// <param name="Reset">Read the newest messages instead.</param>
    /// <param name="Later">There was no room left: answered as "call again", with the cursor as it was.</param>
    internal sealed record SyncPlan(
        IReadOnlyList<SyncPlan.Cursor> Behind, IReadOnlyList<SyncPlan.Cursor> Reset, IReadOnlyList<ConversationChanges> Later)
    {
        /// <summary>What a client that knows nothing of a conversation gets as its cursor while there is no room.</summary>
        public const long NothingKnown = -1;

        public static SyncPlan Make(IReadOnlyList<Conversation> conversations, ImmutableDictionary<string, long> cursors)
        {
            var (behind, reset, later) = (new List<Cursor>(), new List<Cursor>(), new List<ConversationChanges>());
            var room = MaxMessages;
            foreach (var conversation in conversations)
            {
                var known = cursors.GetValueOrDefault(conversation.Id, NothingKnown);
                if (known == conversation.Version)
                    continue;
                // A cursor beyond the version is of a database that was set back.
                var isReset = known < 0 || known > conversation.Version || conversation.Version - known > MaxBehind;
                var limit = (int)Math.Min(isReset ? ResetMessages : MaxPerConversation, room);
                if (limit < (isReset ? ResetMessages : 1))
                {
                    later.Add(new(conversation.Id, [], known, Reset: false, More: true));
                    continue;
                }
                room -= isReset ? ResetMessages : (int)Math.Min(limit, conversation.Version - known);
                (isReset ? reset : behind).Add(new Cursor(conversation.Id, known, conversation.Version, limit));
            }
            return new SyncPlan(behind, reset, later);
        }

        public sealed record Cursor(string ConversationId, long KnownVersion, long NewestVersion, int Limit);
    }
}
