using System.Text.Json.Serialization;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Conversations;

[JsonConverter(typeof(ConversationKindJson))]
public enum ConversationKind
{
    Direct = 0,
    Group = 1,
}

/// <summary>A conversation as one user sees it.</summary>
/// <param name="Name">A group's name; null for a direct conversation.</param>
/// <param name="Peer">The other user of a direct conversation; null for a group.</param>
/// <param name="Role">The user's role in a group; null for a direct conversation.</param>
/// <param name="LastSeq">The newest message's; 0 when there is none.</param>
/// <param name="Version">The conversation's change counter; 0 when nothing was written.</param>
/// <param name="UnreadCount">Others' messages after <paramref name="ReadSeq"/> that are neither deleted nor of the system
/// nor older than the user's joining; counted from the log up to 1,000.</param>
[GenerateSerializer, Immutable, Alias("conversation")]
public sealed record Conversation(
    [property: Id(0)] string Id,
    [property: Id(1)] ConversationKind Kind,
    [property: Id(2)] string? Name,
    [property: Id(3)] User? Peer,
    [property: Id(4)] GroupRole? Role,
    [property: Id(5)] int MemberCount,
    [property: Id(6)] Message? LastMessage,
    [property: Id(7)] long LastSeq,
    [property: Id(8)] long Version,
    [property: Id(9)] long ReadSeq,
    [property: Id(10)] long DeliveredSeq,
    [property: Id(11)] int UnreadCount,
    [property: Id(12)] bool Muted,
    [property: Id(13)] ImmutableArray<long> PinnedSeqs);

/// <summary>A member and how far that member has received and read.</summary>
[GenerateSerializer, Immutable, Alias("member")]
public sealed record Member(
    [property: Id(0)] User User,
    [property: Id(1)] GroupRole? Role,
    [property: Id(2)] DateTimeOffset JoinedAt,
    [property: Id(3)] long DeliveredSeq,
    [property: Id(4)] long ReadSeq);

/// <summary>A member's cursors; they only move forward.</summary>
[GenerateSerializer, Immutable, Alias("receipt")]
public sealed record Receipt(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] string UserId,
    [property: Id(2)] long DeliveredSeq,
    [property: Id(3)] long ReadSeq);

/// <summary>Whether a member is typing now.</summary>
[GenerateSerializer, Immutable, Alias("typing")]
public sealed record Typing(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] string UserId,
    [property: Id(2), JsonPropertyName("typing")] bool IsTyping);

/// <summary>A stretch of a conversation.</summary>
/// <param name="Items">Ascending by seq.</param>
/// <param name="HasBefore">There are older messages than the first.</param>
/// <param name="HasAfter">There are newer messages than the last.</param>
[GenerateSerializer, Immutable, Alias("history")]
public sealed record History(
    [property: Id(0)] ImmutableArray<Message> Items,
    [property: Id(1)] bool HasBefore,
    [property: Id(2)] bool HasAfter);

/// <summary>An earlier text of an edited message.</summary>
/// <param name="ReplacedAt">UTC; when the next text took its place.</param>
[GenerateSerializer, Immutable, Alias("earlier-text")]
public sealed record EarlierText([property: Id(0)] string Content, [property: Id(1)] DateTimeOffset ReplacedAt);

internal sealed class ConversationKindJson()
    : JsonStringEnumConverter<ConversationKind>(System.Text.Json.JsonNamingPolicy.CamelCase);
