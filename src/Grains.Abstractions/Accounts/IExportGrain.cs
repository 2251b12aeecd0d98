using OrleansChat.Calls;
using OrleansChat.Conversations;

namespace OrleansChat.Accounts;

/// <summary>Reads everything that is held about a user, page by page. No state; any key serves.</summary>
[Alias("export")]
public interface IExportGrain : IGrainWithStringKey
{
    /// <summary>Ids of the conversations that the user is in or has ever written or read in, ascending.</summary>
    [Idempotent]
    [Alias("Conversations")]
    Task<Outcome<ImmutableArray<string>>> Conversations(string userId);

    /// <summary>The user's own messages of a conversation, in an order of its own, also of one that the user has left.</summary>
    /// <param name="cursor">Of the page before, or null.</param>
    [Idempotent]
    [Alias("Messages")]
    Task<Outcome<Page<ExportedMessage>>> Messages(string userId, string conversationId, string? cursor);

    /// <summary>The user's reactions to messages, by conversation and seq.</summary>
    /// <param name="cursor">Of the page before, or null.</param>
    [Idempotent]
    [Alias("Reactions")]
    Task<Outcome<Page<ExportedReaction>>> Reactions(string userId, string? cursor);
}

/// <param name="EarlierTexts">Oldest first.</param>
[GenerateSerializer, Immutable, Alias("exported-message")]
public sealed record ExportedMessage([property: Id(0)] Message Message, [property: Id(1)] ImmutableArray<EarlierText> EarlierTexts);

[GenerateSerializer, Immutable, Alias("exported-reaction")]
public sealed record ExportedReaction([property: Id(0)] string ConversationId, [property: Id(1)] long Seq, [property: Id(2)] string Reaction);
