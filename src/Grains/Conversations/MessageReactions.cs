using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Conversations;

/// <summary>One kind of reaction on a message, as far as a change needs it.</summary>
/// <param name="Count">Of all who reacted.</param>
/// <param name="First">Those who reacted first, with the version of their reaction, ascending; all, or more than clients see.</param>
/// <param name="HasCaller">Whether the one who changes something is among all of them.</param>
internal sealed record ReactionKind(string Emoji, int Count, ImmutableArray<(string UserId, long Version)> First, bool HasCaller)
{
    /// <summary>Nobody is left out of <see cref="First"/>.</summary>
    public bool IsWhole => First.Length == Count;
}

/// <summary>What becomes of a message when somebody reacts. Pure; agrees with what <see cref="MessageRows"/> reads afterwards:
/// kinds by their first reaction that is still there, users likewise.</summary>
internal static class MessageReactions
{
    /// <param name="kinds">The message's; each of them with the caller and those who were first.</param>
    /// <returns>The message as it is when there is nothing to do.</returns>
    public static Outcome<Message> Change(Message message, IReadOnlyList<ReactionKind> kinds, ReactionChange change)
    {
        if (message.Type == MessageType.System)
            return Error.Forbidden("Nobody reacts to system messages. React to a member's message.");
        if (message.DeletedAt is not null)
            return new Error(ErrorCode.Gone, "The message was deleted. React to another one.");
        var kind = kinds.FirstOrDefault(kind => kind.Emoji == change.Emoji);
        if ((kind is { HasCaller: true }) == change.On)
            return message;
        if (kind is null && kinds.Count >= ReactionRules.MaxKinds)
        {
            return new Error(ErrorCode.Conflict,
                $"A message has at most {ReactionRules.MaxKinds} kinds of reaction. Take one of those that are there.");
        }

        return message with { Reactions = [.. After(kinds, change, long.MaxValue).OrderBy(FirstVersion).Select(View)] };
    }

    /// <summary>A message's kinds after a change that does something.</summary>
    /// <param name="version">Of the change.</param>
    public static IEnumerable<ReactionKind> After(IReadOnlyList<ReactionKind> kinds, ReactionChange change, long version)
    {
        var kind = kinds.FirstOrDefault(kind => kind.Emoji == change.Emoji);
        var after = kinds.Where(other => other != kind);
        kind ??= new ReactionKind(change.Emoji, 0, [], HasCaller: false);
        var changed = change.On ? Adding(kind, change.UserId, version) : Removing(kind, change.UserId);
        return changed.Count > 0 ? after.Append(changed) : after;
    }

    private static ReactionKind Adding(ReactionKind kind, string userId, long version) => kind with
    {
        Count = kind.Count + 1,
        First = kind.Count == kind.First.Length && kind.Count < ReactedMessages.MaxFirst
            ? kind.First.Add((userId, version))
            : kind.First,
    };

    private static ReactionKind Removing(ReactionKind kind, string userId) => kind with
    {
        Count = kind.Count - 1,
        First = kind.First.RemoveAll(reactor => reactor.UserId == userId),
    };

    private static long FirstVersion(ReactionKind kind) => kind.First[0].Version;

    private static Reaction View(ReactionKind kind) =>
        new(kind.Emoji, kind.Count, [.. kind.First.Take(MessageRows.MaxReactors).Select(reactor => reactor.UserId)]);
}
