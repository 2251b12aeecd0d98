namespace OrleansChat.Grains.Accounts;

/// <summary>What <see cref="AccountGrain"/> stores, as JSON.</summary>
internal sealed class AccountState
{
    /// <summary>The name had a user, and nobody else gets it.</summary>
    public bool IsErased { get; set; }

    /// <summary>Null while nobody has the name.</summary>
    public string? UserId { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>Set until the user is made: a crash in between is finished by the next login.</summary>
    public PendingProfile? PendingProfile { get; set; }

    /// <summary>Of logins by devices that are not known.</summary>
    public WrongGuesses LoginGuesses { get; set; } = WrongGuesses.None;

    /// <summary>Of the current password when it is to be changed, by somebody who is signed in.</summary>
    public WrongGuesses ChangeGuesses { get; set; } = WrongGuesses.None;

    /// <summary>Oldest first.</summary>
    public List<KnownDevice> Devices { get; set; } = [];
}

internal sealed record PendingProfile(string Username, string DisplayName);
