using OrleansChat.Contacts;

namespace OrleansChat.Conversations;

/// <param name="Cursors">The last version known of each conversation, from 0.</param>
/// <param name="Since">The <see cref="SyncAnswer.Next"/> of the last answer, or null.</param>
[GenerateSerializer, Immutable, Alias("sync-request")]
public sealed record SyncRequest(
    [property: Id(0)] ImmutableDictionary<string, long> Cursors,
    [property: Id(1)] string? Since);

/// <summary>Everything newer than the caller's cursors, bounded.</summary>
/// <param name="Conversations">As the caller sees them; with a <see cref="SyncRequest.Since"/> only those that changed since.</param>
/// <param name="Removed">Conversations named in the cursors that the caller is no longer in.</param>
/// <param name="Contacts">As <paramref name="Conversations"/>, of contacts.</param>
/// <param name="Next">Opaque; the next request's <see cref="SyncRequest.Since"/>.</param>
/// <param name="ServerTime">UTC.</param>
[GenerateSerializer, Immutable, Alias("sync-answer")]
public sealed record SyncAnswer(
    [property: Id(0)] ImmutableArray<Conversation> Conversations,
    [property: Id(1)] ImmutableArray<ConversationChanges> Changes,
    [property: Id(2)] ImmutableArray<string> Removed,
    [property: Id(3)] ImmutableArray<Contact> Contacts,
    [property: Id(4)] string Next,
    [property: Id(5)] DateTimeOffset ServerTime);

/// <summary>What changed in one conversation.</summary>
/// <param name="Messages">Ascending by version, each once, in its present state; with <paramref name="Reset"/> the newest 50
/// by seq.</param>
/// <param name="Version">The cursor that the caller now has.</param>
/// <param name="Reset">Forget what you hold: too much was missed, or nothing was known.</param>
/// <param name="More">Call again with the new cursors.</param>
[GenerateSerializer, Immutable, Alias("conversation-changes")]
public sealed record ConversationChanges(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] ImmutableArray<Message> Messages,
    [property: Id(2)] long Version,
    [property: Id(3)] bool Reset,
    [property: Id(4)] bool More);
