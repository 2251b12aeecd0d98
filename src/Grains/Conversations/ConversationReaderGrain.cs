using NpgsqlTypes;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>Reads on any silo, without state; how many use the database at once is bounded by <see cref="Slots"/>.</summary>
[StatelessWorker(4), Reentrant]
internal sealed class ConversationReaderGrain(Database database, HistoryStore history, SyncStore sync, ReadSlots slots, SyncSlots syncSlots)
    : Grain, IConversationReaderGrain
{
    public Task<Outcome<Page<Conversation>>> Inbox(string callerId, int limit, string? cursor) => slots.Run<Page<Conversation>>(async () =>
    {
        var after = cursor is null ? null : PageCursor.Decode(cursor, 2);
        var time = after is null ? null : PageCursor.Time(after[0]);
        if (cursor is not null && time is null)
            return PageCursor.Invalid;
        await using var command = database.DataSource.CreateCommand(ConversationViews.Sql(
            "listed.user_id = $1",
            "WHERE $2::timestamptz IS NULL OR (activity, id) < ($2, $3) ORDER BY activity DESC, id DESC LIMIT $4"));
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = (object?)time ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)after?[1] ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit + 1 });
        var rows = await ConversationViews.Read(command);
        var next = rows.Count > limit ? rows[limit - 1] : null;
        return new Page<Conversation>(
            [.. rows.Take(limit).Select(row => row.Conversation)],
            next is null ? null : PageCursor.Encode(PageCursor.Time(next.Activity), next.Conversation.Id));
    });

    public async Task<Outcome<Conversation>> Get(string callerId, string conversationId)
    {
        var views = await slots.Run<ImmutableArray<ConversationView>>(async () => await ReadViews(conversationId, [callerId]));
        return views.Error is { } error ? error
            : views.Value.IsEmpty ? Error.NotFound
            : views.Value[0].Conversation;
    }

    public Task<Outcome<ImmutableArray<ConversationView>>> GetForEach(string conversationId, ImmutableArray<string> userIds) =>
        slots.Run<ImmutableArray<ConversationView>>(async () => await ReadViews(conversationId, [.. userIds]));

    public Task<Outcome<History>> History(string callerId, string conversationId, HistoryRange range) => slots.Run<History>(async () =>
    {
        if (await history.LastVisibleSeq(callerId, conversationId) is not { } last)
            return Error.NotFound;
        // seq is dense, so a stretch is a range of numbers. Beyond the end means at the end.
        var first = range switch
        {
            { Before: { } before } => Math.Min(before, last + 1) - range.Limit,
            { After: { } after } => after + 1,
            { Around: { } around } => Math.Min(around, last) - (range.Limit / 2),
            _ => last - range.Limit + 1,
        };
        var (from, to) = (Math.Max(first, 1), Math.Min(first + range.Limit - 1, last));
        var messages = await history.Range(conversationId, from, to);
        return new History(messages, HasBefore: from > 1 && last > 0, HasAfter: to < last);
    });

    public Task<Outcome<ImmutableArray<EarlierText>>> EarlierTexts(string callerId, string conversationId, long seq) =>
        slots.Run<ImmutableArray<EarlierText>>(async () =>
            await history.EarlierTexts(callerId, conversationId, seq) is { } texts ? texts : Error.NotFound);

    public Task<Outcome<Page<Member>>> Members(string callerId, string conversationId, int limit, string? cursor) =>
        slots.Run<Page<Member>>(async () =>
        {
            if (await history.LastVisibleSeq(callerId, conversationId) is null)
                return Error.NotFound;
            var after = cursor is null ? [""] : PageCursor.Decode(cursor, 1);
            if (after is null)
                return PageCursor.Invalid;
            var members = await history.Members(callerId, conversationId, after[0], limit + 1);
            return members.Length <= limit
                ? new Page<Member>(members, null)
                : new Page<Member>(members[..limit], PageCursor.Encode(members[limit - 1].User.Id));
        });

    public Task<Outcome<SyncAnswer>> Sync(string callerId, SyncRequest request) =>
        syncSlots.Run<SyncAnswer>(async () => await sync.Sync(callerId, request));

    private async Task<ImmutableArray<ConversationView>> ReadViews(string conversationId, string[] userIds)
    {
        await using var command = database.DataSource.CreateCommand(
            ConversationViews.Sql("listed.user_id = ANY($1) AND listed.conversation_id = $2"));
        command.Parameters.Add(new() { Value = userIds });
        command.Parameters.Add(new() { Value = conversationId });
        return [.. (await ConversationViews.Read(command)).Select(row => new ConversationView(row.UserId, row.Conversation))];
    }
}
