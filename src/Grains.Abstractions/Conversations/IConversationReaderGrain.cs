using OrleansChat.Calls;

namespace OrleansChat.Conversations;

/// <summary>
/// Reads of conversations, without state of their own: what is committed, as the caller may see it. Any key serves.
/// What the caller may not see answers <see cref="ErrorCode.NotFound"/>.
/// </summary>
[Alias("conversation-reader")]
public interface IConversationReaderGrain : IGrainWithStringKey
{
    /// <summary>The caller's conversations, newest activity first.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Inbox")]
    Task<Outcome<Page<Conversation>>> Inbox(string callerId, int limit, string? cursor);

    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Get")]
    Task<Outcome<Conversation>> Get(string callerId, string conversationId);

    /// <summary>One conversation as each of several users sees it; those who do not see it are left out.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("GetForEach")]
    Task<Outcome<ImmutableArray<ConversationView>>> GetForEach(string conversationId, ImmutableArray<string> userIds);

    /// <summary>A stretch of messages before, after or around a seq; the newest without any of the three.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("History")]
    Task<Outcome<History>> History(string callerId, string conversationId, HistoryRange range);

    /// <summary>Earlier texts of a message, oldest first.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("EarlierTexts")]
    Task<Outcome<ImmutableArray<EarlierText>>> EarlierTexts(string callerId, string conversationId, long seq);

    /// <summary>Members by user id.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Members")]
    Task<Outcome<Page<Member>>> Members(string callerId, string conversationId, int limit, string? cursor);

    /// <summary>All that the caller missed.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Sync")]
    Task<Outcome<SyncAnswer>> Sync(string callerId, SyncRequest request);
}

/// <param name="UserId">Whose view it is.</param>
[GenerateSerializer, Immutable, Alias("conversation-view")]
public sealed record ConversationView([property: Id(0)] string UserId, [property: Id(1)] Conversation Conversation);

/// <summary>At most one of the three is set.</summary>
/// <param name="Limit">1–200.</param>
[GenerateSerializer, Immutable, Alias("history-range")]
public sealed record HistoryRange(
    [property: Id(0)] long? Before,
    [property: Id(1)] long? After,
    [property: Id(2)] long? Around,
    [property: Id(3)] int Limit);
