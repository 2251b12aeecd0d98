using OrleansChat.Calls;

namespace OrleansChat.Accounts;

/// <summary>
/// A name and its password. The key is <c>@</c> and a keyed hash of the normalised name (<see cref="AccountKey"/>),
/// so that after an erasure only the hash says that a name is taken.
/// </summary>
[Alias("account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Takes the name and makes its user; <see cref="ErrorCode.UsernameTaken"/> when somebody has it.</summary>
    /// <param name="rememberDevice">Whether the answer brings a device token.</param>
    [Alias("Register")]
    Task<Outcome<LoggedIn>> Register(Registration registration, bool rememberDevice);

    /// <summary>
    /// Checks a password. A wrong name and a wrong password answer alike, in the same time. After ten wrong passwords
    /// the name is locked for a growing while, from which a known device is exempt.
    /// </summary>
    /// <param name="password">As typed.</param>
    /// <param name="deviceToken">What an earlier login gave this device, if any.</param>
    /// <param name="rememberDevice">Whether the answer brings a device token: for clients that will present it.</param>
    [Alias("LogIn")]
    Task<Outcome<LoggedIn>> LogIn(string password, string? deviceToken, bool rememberDevice);

    /// <summary>
    /// Replaces the password; sessions are the caller's to end. Doing it again changes nothing. Wrong guesses of
    /// <paramref name="currentPassword"/> are counted apart from those of logins and lock only this.
    /// </summary>
    [Alias("ChangePassword")]
    Task<Outcome> ChangePassword(string currentPassword, string newPassword);

    /// <summary>Checks the password of somebody who is signed in and about to do something that cannot be undone. Wrong guesses
    /// count as those of <see cref="ChangePassword"/>.</summary>
    /// <returns><see cref="ErrorCode.ValidationFailed"/> when it is wrong.</returns>
    [Alias("ConfirmPassword")]
    Task<Outcome> ConfirmPassword(string password);

    /// <summary>Forgets everything but that the name is taken.</summary>
    [Idempotent]
    [Alias("Erase")]
    Task Erase();
}

/// <param name="Username">As the user wrote it; validated by the front-end.</param>
/// <param name="Password">In plain; it never leaves the cluster and is never stored or logged.</param>
[GenerateSerializer, Immutable, Alias("registration")]
public sealed record Registration(
    [property: Id(0)] string Username,
    [property: Id(1)] string DisplayName,
    [property: Id(2)] string Password)
{
    /// <summary>Without the password, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(Registration)} {{ Username = {Username} }}";
}

/// <param name="DeviceToken">A secret that exempts this device from the lock, when asked for; new when the device had none
/// that is known.</param>
[GenerateSerializer, Immutable, Alias("logged-in")]
public sealed record LoggedIn([property: Id(0)] string UserId, [property: Id(1)] string? DeviceToken)
{
    /// <summary>Without the token, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(LoggedIn)} {{ UserId = {UserId} }}";
}
