namespace OrleansChat.Grains.Users;

/// <summary>What <see cref="UserGrain"/> stores, as JSON.</summary>
internal sealed class UserState
{
    /// <summary>Nothing else is kept then.</summary>
    public bool IsErased { get; set; }

    /// <summary>Null while there is no such user.</summary>
    public UserProfile? Profile { get; set; }

    /// <summary>Oldest first.</summary>
    public List<Session> Sessions { get; set; } = [];
}

/// <param name="CreatedAt">UTC.</param>
/// <param name="AvatarKey">Of the blob store; null without a picture.</param>
internal sealed record UserProfile(string Username, string DisplayName, DateTimeOffset CreatedAt, string? AvatarKey = null);

/// <summary>A signed-in client. Of its refresh token only hashes are stored; see <see cref="SessionRules"/>.</summary>
/// <param name="FamilyHash">Of the secret that lives as long as the session.</param>
/// <param name="CurrentHash">Of the secret that the next refresh must bring.</param>
/// <param name="PreviousHash">Of the secret that the last refresh brought.</param>
/// <param name="PreviousRequestId">What the last refresh was called, if anything.</param>
/// <param name="Salt">Random; with the old secret it makes the next one.</param>
/// <param name="RotatedAt">UTC; the last refresh, at first the start.</param>
/// <param name="ExpiresAt">UTC; moves with every refresh.</param>
internal sealed record Session(
    string Id,
    byte[] FamilyHash,
    byte[] CurrentHash,
    byte[]? PreviousHash,
    string? PreviousRequestId,
    byte[] Salt,
    DateTimeOffset CreatedAt,
    DateTimeOffset RotatedAt,
    DateTimeOffset ExpiresAt,
    string? UserAgent);
