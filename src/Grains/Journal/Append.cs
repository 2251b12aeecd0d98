using OrleansChat.Conversations;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Journal;

/// <summary>What one step of a conversation writes; committed whole or not at all.</summary>
/// <param name="ConversationId">Appends of one conversation are committed in the order in which they were handed over.</param>
internal sealed record Append(string ConversationId)
{
    /// <summary>A message to insert, at its own seq and version.</summary>
    public Message? Created { get; init; }

    /// <summary>A message to update, at its new version.</summary>
    public MessageUpdate? Updated { get; init; }

    public CursorRow? Cursor { get; init; }

    public MembershipChange? Members { get; init; }

    /// <summary>A message to pin or unpin. It takes no version: alone it is done, however often, with the same result.</summary>
    public PinChange? Pin { get; init; }

    /// <summary>The (seq, version) that this step takes; null when it takes none (cursors).</summary>
    public (long Seq, long Version)? Step =>
        Created is { } created ? (created.Seq, created.Version)
        : Updated is { } updated ? (updated.After.Seq, updated.After.Version)
        : null;
}

/// <param name="After">The message as it will be.</param>
/// <param name="ReplacedText">The text that an edit replaces, kept for the members; null for other changes.</param>
/// <param name="Reaction">Whose reaction comes or goes; null for other changes.</param>
internal sealed record MessageUpdate(Message After, EarlierText? ReplacedText, ReactionChange? Reaction = null);

internal sealed record ReactionChange(string UserId, string Emoji, bool On);

internal sealed record PinChange(long Seq, bool On);

/// <summary>Values that a member's cursors are moved forward to.</summary>
internal sealed record CursorRow(string UserId, long DeliveredSeq, long ReadSeq);

/// <param name="MemberCount">After the change.</param>
internal sealed record MembershipChange(IReadOnlyList<MemberRow> Added, IReadOnlyList<string> Removed, int MemberCount)
{
    public IReadOnlyList<RoleChange> Roles { get; init; } = [];

    /// <summary>The invite by which the added user came; null for other changes.</summary>
    public InviteUse? Invite { get; init; }

    /// <summary>When the group ended; null while it goes on.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

internal sealed record RoleChange(string UserId, GroupRole Role);

/// <param name="Uses">How many have joined with it, the added user included.</param>
internal sealed record InviteUse(string Code, int Uses);

internal sealed record MemberRow(string UserId, GroupRole Role, DateTimeOffset JoinedAt, long JoinedSeq);

/// <summary>What became of an append.</summary>
internal enum AppendResult
{
    /// <summary>It is in PostgreSQL.</summary>
    Committed,

    /// <summary>The sender has used this client message id before: look up the first message.</summary>
    Duplicate,

    /// <summary>Not written, because an earlier append of the conversation was not: take new numbers and try again.</summary>
    Rejected,

    /// <summary>Somebody else writes this conversation: forget everything about it and read again.</summary>
    Fenced,

    /// <summary>PostgreSQL could not be asked in time; it may or may not have been written.</summary>
    Unavailable,
}
