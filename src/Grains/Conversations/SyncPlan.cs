using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>Decides what is read for each conversation, within the bounds of one answer. Pure.</summary>
/// <param name="Behind">Read what is newer than the cursor.</param>
/// <param name="Reset">Read the newest messages instead.</param>
/// <param name="Later">There was no room left: answered as "call again", with the cursor as it was.</param>
internal sealed record SyncPlan(
    IReadOnlyList<SyncPlan.Cursor> Behind, IReadOnlyList<SyncPlan.Cursor> Reset, IReadOnlyList<ConversationChanges> Later)
{
    public const int ResetMessages = 50;

    private const int MaxPerConversation = 500;
    private const int MaxMessages = 2_000;
    private const int MaxBehind = 2_000;

    /// <summary>What a client that knows nothing of a conversation gets as its cursor while there is no room.</summary>
    public const long NothingKnown = -1;

    public static SyncPlan Make(IReadOnlyList<SyncHead> heads, ImmutableDictionary<string, long> cursors)
    {
        var (behind, reset, later) = (new List<Cursor>(), new List<Cursor>(), new List<ConversationChanges>());
        var room = MaxMessages;
        foreach (var head in heads)
        {
            var known = cursors.GetValueOrDefault(head.ConversationId, NothingKnown);
            if (known == head.Version)
                continue;
            // A cursor beyond the version is of a database that was set back.
            var isReset = known < 0 || known > head.Version || head.Version - known > MaxBehind;
            var limit = (int)Math.Min(isReset ? ResetMessages : MaxPerConversation, room);
            if (limit < (isReset ? ResetMessages : 1))
            {
                later.Add(new(head.ConversationId, [], known, Reset: false, More: true));
                continue;
            }
            room -= isReset ? ResetMessages : (int)Math.Min(limit, head.Version - known);
            (isReset ? reset : behind).Add(new Cursor(head.ConversationId, known, head.Version, limit));
        }
        return new SyncPlan(behind, reset, later);
    }

    public sealed record Cursor(string ConversationId, long KnownVersion, long NewestVersion, int Limit);
}
