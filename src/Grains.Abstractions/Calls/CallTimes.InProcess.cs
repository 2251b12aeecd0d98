namespace OrleansChat.Calls;

/// <summary>How long callers wait for grains. They are in the same process: nothing is gone that its caller survives.</summary>
public static class CallTimes
{
    /// <summary>A call that somebody waits for, hours:minutes:seconds: longer than the journal waits for PostgreSQL.</summary>
    public const string Attempt = "00:00:15";
}
