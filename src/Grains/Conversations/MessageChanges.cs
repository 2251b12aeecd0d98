using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>What may become of an existing message: pure decisions, shared by direct conversations and groups.</summary>
internal static class MessageChanges
{
    /// <summary>From its creation; for as long a message can be edited.</summary>
    public static readonly TimeSpan EditWindow = TimeSpan.FromHours(24);

    /// <summary>A new text for the sender's own message. The same text again changes nothing.</summary>
    /// <param name="content">As <see cref="MessageRules.ContentOrNothing"/> answers it; only an image needs no text.</param>
    /// <param name="mentions">Ids of the members whom it names.</param>
    public static Func<Message, DateTimeOffset, Outcome<Message>> Edit(
        string callerId, string content, ImmutableArray<string> mentions) => (message, now) =>
    {
        if (message.SenderId != callerId || message.Type == MessageType.System)
            return Error.Forbidden("Only the sender can edit a message.");
        if (message.DeletedAt is not null)
            return new Error(ErrorCode.Gone, "The message was deleted. Send a new one.");
        if (now - message.CreatedAt > EditWindow)
            return Error.Forbidden("A message can be edited for 24 hours after it was sent. Send a new one instead.");
        if (content.Length == 0 && message.Image is null)
            return MessageRules.NoText;
        if (message.Content == content)
            return message;
        return message with { Content = content, Mentions = mentions, EditedAt = now };
    };

    /// <summary>A tombstone in the message's place. Deleting again changes nothing.</summary>
    public static Func<Message, DateTimeOffset, Outcome<Message>> Delete(string callerId, bool mayDeleteOthers) => (message, now) =>
    {
        if (message.Type == MessageType.System)
            return Error.Forbidden("System messages cannot be deleted.");
        if (message.SenderId != callerId && !mayDeleteOthers)
            return Error.Forbidden("Only the sender can delete this message.");
        if (message.DeletedAt is not null)
            return message;
        return message with { Content = "", DeletedAt = now, Image = null, Mentions = [], Reactions = [] };
    };

    /// <summary>The sender's image is no more; a text that came with it stays.</summary>
    public static Func<Message, DateTimeOffset, Outcome<Message>> RemoveImage(string senderId) => (message, _) =>
        message.SenderId == senderId && message.Image is not null ? message with { Image = null } : message;
}
