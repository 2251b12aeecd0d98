using OrleansChat.Contacts;
using OrleansChat.Conversations;

namespace OrleansChat.FrontEnds;

/// <summary>An event of a group.</summary>
/// <param name="Version">The conversation's version that the event made; null for receipts and typing, which have none.</param>
/// <param name="Added">Users whose connections receive this and what follows.</param>
/// <param name="Removed">Users whose connections receive neither.</param>
/// <param name="Refresh">The members' view of the conversation changed: send it to them again.</param>
[GenerateSerializer, Immutable, Alias("group-push")]
public sealed record GroupPush(
    [property: Id(0)] string GroupId,
    [property: Id(1)] long? Version,
    [property: Id(2)] ClientEvent Event,
    [property: Id(3)] ImmutableArray<string> Added,
    [property: Id(4)] ImmutableArray<string> Removed,
    [property: Id(5)] bool Refresh)
{
    public GroupPush(string groupId, long? version, ClientEvent clientEvent)
        : this(groupId, version, clientEvent, [], [], false)
    {
    }
}

/// <summary>An event for one user.</summary>
/// <param name="ConversationId">The direct conversation whose version the event made; null for events without a version.</param>
[GenerateSerializer, Immutable, Alias("user-push")]
public sealed record UserPush(
    [property: Id(0)] string UserId,
    [property: Id(1)] string? ConversationId,
    [property: Id(2)] long? Version,
    [property: Id(3)] ClientEvent Event)
{
    public UserPush(string userId, ClientEvent clientEvent) : this(userId, null, null, clientEvent)
    {
    }
}

/// <summary>Something that a client is told; each kind is one hub method of the contract.</summary>
[GenerateSerializer, Immutable, Alias("event")]
public abstract record ClientEvent;

/// <summary>A message is new, edited, deleted or reacted to.</summary>
/// <param name="Committed">When its commit was known, by the silo's clock, to measure what the push takes; null when it is told again.</param>
[GenerateSerializer, Immutable, Alias("message-changed")]
public sealed record MessageChanged(
    [property: Id(0)] Message Message, [property: Id(1)] DateTimeOffset? Committed = null) : ClientEvent;

/// <summary>Members' cursors moved: one receipt each.</summary>
[GenerateSerializer, Immutable, Alias("receipts-changed")]
public sealed record ReceiptsChanged([property: Id(0)] ImmutableArray<Receipt> Receipts) : ClientEvent;

/// <summary>How many have received and read some messages of a large group; for their sender only.</summary>
[GenerateSerializer, Immutable, Alias("receipt-counts-changed")]
public sealed record ReceiptCountsChanged([property: Id(0)] ImmutableArray<ReceiptCount> Counts) : ClientEvent;

/// <summary>Somebody started or stopped typing.</summary>
[GenerateSerializer, Immutable, Alias("typing-changed")]
public sealed record TypingChanged([property: Id(0)] Typing Typing) : ClientEvent;

/// <summary>The user's view of a conversation changed; the front-end reads it for each user it sends it to.</summary>
[GenerateSerializer, Immutable, Alias("conversation-touched")]
public sealed record ConversationTouched([property: Id(0)] string ConversationId) : ClientEvent;

/// <summary>The user is no longer in the conversation.</summary>
/// <param name="Version">Told to one user, whom the group's own pushes may have told before: the group's version when the user was
/// removed, or a later one at which the user was still out.</param>
[GenerateSerializer, Immutable, Alias("conversation-removed")]
public sealed record ConversationRemoved([property: Id(0)] string ConversationId, [property: Id(1)] long? Version = null) : ClientEvent;

/// <summary>A session ended: its connections are told the reason and closed.</summary>
[GenerateSerializer, Immutable, Alias("session-ended")]
public sealed record SessionEnded([property: Id(0)] string SessionId, [property: Id(1)] string Reason) : ClientEvent;

/// <summary>The user's half of a relation changed; <see cref="ContactStatus.Removed"/> when it ended.</summary>
[GenerateSerializer, Immutable, Alias("contact-changed")]
public sealed record ContactChanged([property: Id(0)] Contact Contact) : ClientEvent;

/// <summary>Whose presence the user may see has changed. For the front-end itself; clients are told of the presence.</summary>
[GenerateSerializer, Immutable, Alias("watches-changed")]
public sealed record WatchesChanged : ClientEvent;
