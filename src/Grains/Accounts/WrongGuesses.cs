namespace OrleansChat.Grains.Accounts;

/// <summary>
/// Slows guessing: from the tenth wrong guess on every further one locks for twice as long, 30 s to 15 min. While it is locked
/// nothing is checked and nothing counted, so attempts do not prolong the lock. A day without a wrong guess forgets all.
/// </summary>
/// <param name="LockedUntil">UTC.</param>
internal sealed record WrongGuesses(int Count, DateTimeOffset? LastAt, DateTimeOffset? LockedUntil)
{
    public const int Free = 10;
    public static readonly TimeSpan FirstLock = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    public static readonly WrongGuesses None = new(0, null, null);

    /// <summary>How long it is still locked; null when a guess is allowed.</summary>
    public TimeSpan? Wait(DateTimeOffset now) => LockedUntil > now ? LockedUntil - now : null;

    /// <summary>One more wrong guess.</summary>
    public WrongGuesses Another(DateTimeOffset now)
    {
        var count = LastAt + Memory > now ? Count + 1 : 1;
        return new(count, now, count < Free ? null : now + Lock(count));
    }

    private static TimeSpan Lock(int count)
    {
        // Above 2^5 it is the longest lock in any case; the bound keeps the power from overflowing.
        var doublings = Math.Min(count - Free, 5);
        var time = FirstLock * (1 << doublings);
        return time < LongestLock ? time : LongestLock;
    }
}
