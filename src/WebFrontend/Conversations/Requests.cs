using System.Globalization;
using OrleansChat.Conversations;

namespace OrleansChat.WebFrontend.Conversations;

/// <summary>A message to send, over the hub (with the conversation's id) or REST (with the id in the path).</summary>
internal sealed record SendMessageRequest(
    string? ConversationId, string? ClientMessageId, string? Content, string? Type, string? ImageId, long? ReplyTo)
{
    /// <summary>Checks and trims; the grain checks what depends on the conversation.</summary>
    public Outcome<NewMessage> Parse()
    {
        if (!Guid.TryParseExact(ClientMessageId, "D", out var clientMessageId))
            return Error.Invalid("clientMessageId", "Make a new UUID for each message, and keep it when you send the message again.");
        if (Type is not (null or "text" or "image"))
            return Error.Invalid("type", "The type of a message is \"text\" or \"image\".");
        if (Type == "text" && ImageId is not null)
            return Error.Invalid("type", "A message with an image has the type \"image\", or names none.");
        if (ImageId is null ? Type == "image" : !Ids.IsImage(ImageId))
            return Error.Invalid("imageId", "You have no such image. Upload one, and give its id.");
        if (ReplyTo is { } reply && SeqRules.Parse(reply).Error is { } error)
            return error with { Field = "replyTo" };
        var content = ImageId is null ? MessageRules.Content(Content) : MessageRules.ContentOrNothing(Content);
        return content.Error is { } invalid ? invalid : new NewMessage(clientMessageId, content.Required, ReplyTo, ImageId);
    }
}

internal sealed record EditMessageRequest(string? ConversationId, long? Seq, string? Content);

internal sealed record ReactRequest(string? ConversationId, long? Seq, string? Reaction, bool? On);

internal sealed record SeqRequest(string? ConversationId, long? Seq);

internal sealed record TypingRequest(string? ConversationId, bool? Typing);

internal sealed record SyncRequestBody(Dictionary<string, long>? Cursors, string? Since)
{
    public const int MaxCursors = 10_000;

    public Outcome<SyncRequest> Parse() =>
        Cursors is null ? Error.Invalid("cursors", "Name the last version you know of each conversation; {} when you know none.")
        : Cursors.Count > MaxCursors ? Error.Invalid("cursors", $"At most {MaxCursors} cursors.")
        : Cursors.Keys.Any(id => id.Length > 80) ? Error.Invalid("cursors", "One of the keys is no conversation's id.")
        : new SyncRequest(Cursors.ToImmutableDictionary(), Since);
}

/// <summary>Bounds of seqs that come from outside.</summary>
internal static class SeqRules
{
    /// <summary>What a JavaScript number can count.</summary>
    public const long Max = (1L << 53) - 1;

    /// <summary>A seq of a path; null for a text that is none, which leads nowhere.</summary>
    public static long? ParsePath(string seq) =>
        long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Max ? number : null;

    public static Outcome<long> Parse(long? seq) => seq is >= 0 and <= Max
        ? seq.Value
        : Error.Invalid("seq", "A seq is a whole number from 0.");
}
