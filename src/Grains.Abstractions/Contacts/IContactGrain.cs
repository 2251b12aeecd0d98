using OrleansChat.Calls;

namespace OrleansChat.Contacts;

/// <summary>
/// The relation of two users: puts what both do in one order and has both users' grains write their halves. The key is made of
/// both ids (<see cref="Ids.Relation"/>). It answers when both halves are committed.
/// </summary>
[Alias("contact-relation")]
public interface IContactGrain : IGrainWithStringKey
{
    /// <summary>Asks the other; who was asked by the other accepts. Doing it again changes nothing.</summary>
    /// <returns><see cref="ErrorCode.NotFound"/> when there is no such user, <see cref="ErrorCode.Forbidden"/> when the other has
    /// blocked the caller, <see cref="ErrorCode.Conflict"/> when the caller has blocked the other.</returns>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Ask")]
    Task<Outcome<AskedContact>> Ask(string callerId);

    /// <summary>Accepts the other's request; <see cref="ErrorCode.NotFound"/> when there is none. Doing it again changes nothing.</summary>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Accept")]
    Task<Outcome<Contact>> Accept(string callerId);

    /// <summary>Declines the other's request; <see cref="ErrorCode.NotFound"/> when there is none.</summary>
    [Alias("Decline")]
    Task<Outcome> Decline(string callerId);

    /// <summary>Ends the contact, withdraws or declines a request. A block stays; nothing to end is no error.</summary>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Remove")]
    Task<Outcome> Remove(string callerId);

    /// <summary>Blocks the other, which ends contact and requests. When it answers, nothing that the other sends passes.</summary>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Block")]
    Task<Outcome<Contact>> Block(string callerId);

    /// <summary>Ends the caller's block, if there is one.</summary>
    [Idempotent(Overwrites = true)]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Unblock")]
    Task<Outcome> Unblock(string callerId);

    /// <summary>The caller's account is erased: ends whatever there is between the two, blocks included.</summary>
    [Idempotent]
    [Alias("End")]
    Task<Outcome> End(string callerId);

    /// <summary>Finishes what a crash left half done.</summary>
    [Idempotent]
    [Alias("Finish")]
    Task Finish();
}

/// <param name="IsNew">The call made the request or the contact; it was there already when false.</param>
[GenerateSerializer, Immutable, Alias("asked-contact")]
public sealed record AskedContact([property: Id(0)] Contact Contact, [property: Id(1)] bool IsNew);

/// <summary>What one user's half holds.</summary>
/// <param name="BlockedByOther">The other half is a block. The user is not told.</param>
/// <param name="CreatedAt">UTC; when it got its present status.</param>
[GenerateSerializer, Immutable, Alias("contact-half")]
public sealed record ContactHalf(
    [property: Id(0)] ContactStatus Status,
    [property: Id(1)] bool BlockedByOther,
    [property: Id(2)] DateTimeOffset CreatedAt);
