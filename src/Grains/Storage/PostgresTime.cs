namespace OrleansChat.Grains.Storage;

/// <summary>PostgreSQL keeps microseconds; what is answered before it was read again must keep no more.</summary>
internal static class PostgresTime
{
    public static DateTimeOffset Now(TimeProvider clock) => Truncate(clock.GetUtcNow());

    public static DateTimeOffset Truncate(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
