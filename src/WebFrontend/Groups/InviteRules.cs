namespace OrleansChat.WebFrontend.Groups;

/// <summary>What a new invite may ask for.</summary>
internal static class InviteRules
{
    public const int MaxUses = 100_000;

    /// <summary>How far ahead an invite may expire.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>1–100,000; null: no limit.</summary>
    public static Outcome<int?> Uses(long? uses) => uses is null or (>= 1 and <= MaxUses)
        ? new Outcome<int?>((int?)uses, null)
        : Error.Invalid("maxUses", $"An invite can be used 1 to {MaxUses} times; leave it out for no limit.");

    /// <summary>In the future, at most a year ahead; null: never.</summary>
    public static Outcome<DateTimeOffset?> Expiry(DateTimeOffset? expiresAt, DateTimeOffset now) =>
        expiresAt is null || (expiresAt > now && expiresAt <= now + Longest)
            ? new Outcome<DateTimeOffset?>(expiresAt, null)
            : Error.Invalid("expiresAt", "An invite expires at a time in the future, at most a year ahead; leave it out for never.");
}
