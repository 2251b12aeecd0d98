namespace OrleansChat.Calls;

/// <summary>How long callers wait for grains. In a cluster a silo may be gone.</summary>
public static class CallTimes
{
    /// <summary>
    /// One attempt of a call that somebody waits for, hours:minutes:seconds. A request that went to a silo that was killed is answered by
    /// nobody, so this is the delay that its caller sees; about what the others need to declare that silo dead. A healthy grain answers in
    /// milliseconds, and one that waits for PostgreSQL is asked again, which joins what is under way.
    /// </summary>
    public const string Attempt = "00:00:05";

    /// <summary>Calls that may be slow (password hashing, large groups, export), and those that are not made again.</summary>
    public static readonly TimeSpan Other = TimeSpan.FromSeconds(25);

    /// <summary>From the first attempt of a front-end to the beginning of the last: longer than the cluster needs to do without a silo,
    /// dead or frozen.</summary>
    public static readonly TimeSpan FrontEndPatience = TimeSpan.FromSeconds(15);

    /// <summary>The same of a grain that calls another one, within the patience of those who wait for it.</summary>
    public static readonly TimeSpan SiloPatience = TimeSpan.FromSeconds(8);
}
