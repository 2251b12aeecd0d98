using System.Globalization;
using OrleansChat.Accounts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Accounts;

/// <summary>Pages of an export, read on any silo without state.</summary>
[StatelessWorker, Reentrant]
internal sealed class ExportGrain(ExportStore store, ReadSlots slots) : Grain, IExportGrain
{
    public Task<Outcome<ImmutableArray<string>>> Conversations(string userId) =>
        slots.Run<ImmutableArray<string>>(async () => await store.Conversations(userId));

    public Task<Outcome<Page<ExportedMessage>>> Messages(string userId, string conversationId, string? cursor) =>
        slots.Run<Page<ExportedMessage>>(async () =>
            cursor is null ? await store.Messages(userId, conversationId, null)
            : Guid.TryParse(cursor, out var after) ? await store.Messages(userId, conversationId, after)
            : PageCursor.Invalid);

    public Task<Outcome<Page<ExportedReaction>>> Reactions(string userId, string? cursor) =>
        slots.Run<Page<ExportedReaction>>(async () =>
        {
            if (cursor is null)
                return await store.Reactions(userId, "", 0);
            return PageCursor.Decode(cursor, 2) is [var conversation, var seq]
                && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? await store.Reactions(userId, conversation, number)
                    : PageCursor.Invalid;
        });
}
