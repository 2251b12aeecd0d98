using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>What may become of an existing message: pure decisions, shared by direct conversations and groups.</summary>
internal static class MessageChanges
{
    /// <summary>A new text for the sender's own message. The same text again changes nothing.</summary>
    /// <param name="content">As <see cref="MessageRules.ContentOrNothing"/> answers it; only an image needs no text.</param>
    public static Func<Message, DateTimeOffset, Outcome<Message>> Edit(string callerId, string content) => (message, now) =>
    {
        if (message.SenderId != callerId || message.Type == MessageType.System)
            return Error.Forbidden("Only the sender can edit a message.");
        if (message.DeletedAt is not null)
            return new Error(ErrorCode.Gone, "The message was deleted.");
        if (content.Length == 0 && message.Image is null)
            return MessageRules.NoText;
        if (message.Content == content)
            return message;
        return message with { Content = content, EditedAt = now };
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
}
