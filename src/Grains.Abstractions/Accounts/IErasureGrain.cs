using OrleansChat.Calls;

namespace OrleansChat.Accounts;

/// <summary>
/// The erasure of one account, over all grains that know something of its user. The key is <see cref="Ids.Erasure"/>.
/// Every step may be done twice, so what a crash interrupts is gone on with.
/// </summary>
[Alias("erasure")]
public interface IErasureGrain : IGrainWithStringKey
{
    /// <summary>Erases the account. When it answers, the sessions have ended and the profile is gone; what is left (memberships,
    /// contacts, images of a very busy user) follows by itself.</summary>
    /// <param name="accountKey">Of the account's name (<see cref="AccountKey"/>): the name stays taken.</param>
    [ResponseTimeout("00:00:25")]
    [Idempotent]
    [Alias("Erase")]
    Task Erase(string accountKey);

    /// <summary>Goes on with an erasure that was interrupted.</summary>
    [ResponseTimeout("00:00:25")]
    [Idempotent]
    [Alias("Continue")]
    Task Continue();
}
