using OrleansChat.Contacts;

namespace OrleansChat.Grains.Contacts;

/// <summary>Both halves of a relation, seen from one of the two.</summary>
internal sealed record ContactPair(ContactHalf Mine, ContactHalf Theirs);

/// <summary>What each action makes of a relation. Pure; an action that changes nothing answers the same pair.</summary>
internal static class ContactRules
{
    private static readonly Error BlockedByOther = Error.Forbidden("You cannot ask this person.");
    private static readonly Error BlockedByMe =
        new(ErrorCode.Conflict, "You have blocked this person. Unblock them first, then ask.");

    public static Outcome<ContactPair> Ask(ContactPair pair, DateTimeOffset now) => pair.Mine switch
    {
        { Status: ContactStatus.Blocked } => BlockedByMe,
        { BlockedByOther: true } => BlockedByOther,
        { Status: ContactStatus.PendingIncoming } => Both(pair, ContactStatus.Accepted, ContactStatus.Accepted, now),
        { Status: ContactStatus.Removed } => Both(pair, ContactStatus.PendingOutgoing, ContactStatus.PendingIncoming, now),
        _ => pair,
    };

    public static Outcome<ContactPair> Accept(ContactPair pair, DateTimeOffset now) => pair.Mine.Status switch
    {
        ContactStatus.PendingIncoming => Both(pair, ContactStatus.Accepted, ContactStatus.Accepted, now),
        ContactStatus.Accepted => pair,
        _ => Error.NotFound,
    };

    public static Outcome<ContactPair> Decline(ContactPair pair, DateTimeOffset now) =>
        pair.Mine.Status == ContactStatus.PendingIncoming
            ? Both(pair, ContactStatus.Removed, ContactStatus.Removed, now)
            : Error.NotFound;

    /// <summary>Leaves a block, of either side, alone.</summary>
    public static Outcome<ContactPair> Remove(ContactPair pair, DateTimeOffset now) =>
        pair.Mine.Status is ContactStatus.Removed or ContactStatus.Blocked
            ? pair
            : Both(pair, ContactStatus.Removed, ContactStatus.Removed, now);

    /// <summary>The other's own block stays.</summary>
    public static Outcome<ContactPair> Block(ContactPair pair, DateTimeOffset now)
    {
        var theirs = pair.Theirs.Status == ContactStatus.Blocked ? pair.Theirs : With(pair.Theirs, ContactStatus.Removed, now);
        return new ContactPair(With(pair.Mine, ContactStatus.Blocked, now), theirs with { BlockedByOther = true });
    }

    public static Outcome<ContactPair> Unblock(ContactPair pair, DateTimeOffset now) => pair.Mine.Status == ContactStatus.Blocked
        ? new ContactPair(With(pair.Mine, ContactStatus.Removed, now), pair.Theirs with { BlockedByOther = false })
        : pair;

    /// <summary>Nothing is left, on either side.</summary>
    public static Outcome<ContactPair> End(ContactPair pair, DateTimeOffset now)
    {
        var (mine, theirs) = Both(pair, ContactStatus.Removed, ContactStatus.Removed, now);
        return new ContactPair(mine with { BlockedByOther = false }, theirs with { BlockedByOther = false });
    }

    private static ContactPair Both(ContactPair pair, ContactStatus mine, ContactStatus theirs, DateTimeOffset now) =>
        new(With(pair.Mine, mine, now), With(pair.Theirs, theirs, now));

    private static ContactHalf With(ContactHalf half, ContactStatus status, DateTimeOffset now) =>
        half.Status == status ? half : half with { Status = status, CreatedAt = now };
}
