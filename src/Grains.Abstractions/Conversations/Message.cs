using System.Text.Json.Serialization;

namespace OrleansChat.Conversations;

/// <summary>What a message is.</summary>
[JsonConverter(typeof(MessageTypeJson))]
public enum MessageType
{
    Text = 0,
    Image = 1,

    /// <summary>Written by the server; its content is a JSON object (<see cref="Groups.SystemEvent"/>).</summary>
    System = 2,
}

/// <summary>A message in its present state.</summary>
/// <param name="Seq">Dense per conversation, from 1; orders messages.</param>
/// <param name="Version">The conversation's version of this message's last change.</param>
/// <param name="ClientMessageId">The sender's id for it; null for system messages.</param>
/// <param name="Content">0–8,000 UTF-16 units; empty when deleted.</param>
/// <param name="ReplyTo">The seq of an earlier message of the conversation, or null.</param>
[GenerateSerializer, Immutable, Alias("message")]
public sealed record Message(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] long Seq,
    [property: Id(2)] long Version,
    [property: Id(3)] Guid? ClientMessageId,
    [property: Id(4)] string SenderId,
    [property: Id(5)] MessageType Type,
    [property: Id(6)] string Content,
    [property: Id(7)] Image? Image,
    [property: Id(8)] long? ReplyTo,
    [property: Id(9)] ImmutableArray<string> Mentions,
    [property: Id(10)] ImmutableArray<Reaction> Reactions,
    [property: Id(11)] DateTimeOffset CreatedAt,
    [property: Id(12)] DateTimeOffset? EditedAt,
    [property: Id(13)] DateTimeOffset? DeletedAt);

/// <param name="Url">Between grains a key of the blob store; in JSON a signed, short-lived URL, as is <paramref name="ThumbnailUrl"/>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Width">Pixels, as is <paramref name="Height"/>.</param>
[GenerateSerializer, Immutable, Alias("image")]
public sealed record Image(
    [property: Id(0)] string Id,
    [property: Id(1)] string Url,
    [property: Id(2)] string? ThumbnailUrl,
    [property: Id(3)] string ContentType,
    [property: Id(4)] long Size,
    [property: Id(5)] int Width,
    [property: Id(6)] int Height);

/// <param name="Emoji">One emoji grapheme.</param>
/// <param name="UserIds">In the order in which they reacted.</param>
[GenerateSerializer, Immutable, Alias("reaction")]
public sealed record Reaction(
    [property: Id(0), JsonPropertyName("reaction")] string Emoji,
    [property: Id(1)] int Count,
    [property: Id(2)] ImmutableArray<string> UserIds);

/// <summary>"It is committed": the answer to a send.</summary>
/// <param name="Duplicate">The id was known; this is the first message's answer and nothing changed.</param>
[GenerateSerializer, Immutable, Alias("ack")]
public sealed record Ack(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] long Seq,
    [property: Id(2)] long Version,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] bool Duplicate);

/// <summary>A message to send; trimmed and validated by <see cref="MessageRules"/>.</summary>
[GenerateSerializer, Immutable, Alias("new-message")]
public sealed record NewMessage(
    [property: Id(0)] Guid ClientMessageId,
    [property: Id(1)] string Content,
    [property: Id(2)] long? ReplyTo,
    [property: Id(3)] string? ImageId = null);

internal sealed class MessageTypeJson() : JsonStringEnumConverter<MessageType>(System.Text.Json.JsonNamingPolicy.CamelCase);
