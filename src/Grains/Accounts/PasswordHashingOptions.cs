namespace OrleansChat.Grains.Accounts;

/// <summary>How passwords are hashed.</summary>
internal sealed class PasswordHashingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Chat:Passwords";

    /// <summary>The OWASP Password Storage Cheat Sheet's number for PBKDF2 with HMAC-SHA-512.</summary>
    public const int MinIterations = 210_000;

    private const int MaxIterations = 10_000_000;

    /// <summary>Rounds of PBKDF2. When it moves, a password is hashed anew at its next login.</summary>
    public int Iterations { get; set; } = MinIterations;

    public bool IsValid => Iterations is >= MinIterations and <= MaxIterations;

    public static string Rule => $"{Section}:{nameof(Iterations)} must be {MinIterations} to {MaxIterations}.";
}
