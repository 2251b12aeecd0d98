using OrleansChat.Calls;

namespace OrleansChat.Conversations;

/// <summary>
/// What direct conversations and groups have in common: the log of messages. One activation writes a conversation's rows,
/// and the database fences it. These calls interleave; they answer after the commit and push in version order.
/// </summary>
[Alias("conversation-grain")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Appends a message; with a known (sender, client id) answers the first one's Ack.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Send")]
    Task<Outcome<Ack>> Send(string callerId, NewMessage message);

    /// <summary>Replaces the text of the caller's own message, within 24 hours.</summary>
    /// <returns>The message as it now is; <see cref="ErrorCode.Gone"/> when it was deleted, <see cref="ErrorCode.Forbidden"/> when
    /// it is too late.</returns>
    [AlwaysInterleave]
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Edit")]
    Task<Outcome<Message>> Edit(string callerId, long seq, string content);

    /// <summary>Leaves a tombstone; doing it again changes nothing. The sender, and in groups also admins and the owner.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Delete")]
    Task<Outcome> Delete(string callerId, long seq);

    /// <summary>Moves the caller's cursors forward to at least these values; never back.</summary>
    /// <param name="deliveredSeq">From 0; at most the last seq counts.</param>
    /// <param name="readSeq">From 0; what is read is delivered too.</param>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Mark")]
    Task<Outcome> Mark(string callerId, long deliveredSeq, long readSeq);

    /// <summary>Takes the images out of messages of somebody whose account is erased; texts stay.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [Alias("RemoveImages")]
    Task<Outcome> RemoveImages(string senderId, ImmutableArray<long> seqs);

    /// <summary>Tells the others that the caller is typing, or no longer.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("SetTyping")]
    Task<Outcome> SetTyping(string callerId, bool typing);

    /// <summary>Adds or takes back the caller's reaction; doing it again changes nothing. Any member may.</summary>
    /// <param name="emoji">As <see cref="ReactionRules.Parse"/> answers it.</param>
    /// <returns>The message as it now is; <see cref="ErrorCode.Gone"/> when it was deleted, <see cref="ErrorCode.Forbidden"/> for
    /// system messages, <see cref="ErrorCode.Conflict"/> for one kind too many.</returns>
    [AlwaysInterleave]
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("React")]
    Task<Outcome<Message>> React(string callerId, long seq, string emoji, bool on);

    /// <summary>Pins or unpins a message; doing it again changes nothing. In groups admins and the owner.</summary>
    /// <returns>When pinning, <see cref="ErrorCode.Gone"/> for a deleted message, <see cref="ErrorCode.Forbidden"/> for a system
    /// message, <see cref="ErrorCode.Conflict"/> for one pin too many.</returns>
    [AlwaysInterleave]
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Pin")]
    Task<Outcome> Pin(string callerId, long seq, bool on);
}

/// <summary>The conversation of two users. The key is made of both ids (<see cref="Ids.Direct"/>).</summary>
[Alias("direct")]
public interface IDirectConversationGrain : IConversationGrain
{
    /// <summary>Makes sure that both users exist and that the caller's list holds the conversation.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Open")]
    Task<Outcome> Open(string callerId);

    /// <summary>A block between the two was made or ended, and is committed. When it answers, the conversation obeys it.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("RefreshBlocks")]
    Task RefreshBlocks();

    /// <summary>One of the two has erased the account: the other can read on, and nobody can write.</summary>
    [Idempotent]
    [Alias("EndFor")]
    Task<Outcome> EndFor(string userId);
}
