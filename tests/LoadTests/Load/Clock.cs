using System.Diagnostics;

namespace OrleansChat.LoadTests.Load;

/// <summary>The generator's clock: nanoseconds since some moment, never back.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;

    /// <summary>On Linux a tick is a nanosecond.</summary>
    public static long Now => Stopwatch.GetTimestamp();
}
