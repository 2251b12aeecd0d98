using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>Which messages can be pinned. Pure.</summary>
internal static class PinRules
{
    public const int MaxPins = 50;

    /// <param name="pins">The conversation's, in the order in which they were pinned.</param>
    /// <returns>Whether there is anything to do.</returns>
    public static Outcome<bool> Change(Message message, ImmutableArray<long> pins, bool on)
    {
        if (pins.Contains(message.Seq) == on)
            return false;
        if (!on)
            return true;
        if (message.Type == MessageType.System)
            return Error.Forbidden("System messages cannot be pinned. Pin a member's message.");
        if (message.DeletedAt is not null)
            return new Error(ErrorCode.Gone, "The message was deleted. Pin another one.");
        if (pins.Length >= MaxPins)
            return new Error(ErrorCode.Conflict, $"A conversation has at most {MaxPins} pins. Unpin a message first.");
        return true;
    }
}
