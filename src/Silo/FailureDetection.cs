namespace OrleansChat.Silo;

/// <summary>When the silos of a cluster declare one of them dead. Two of them must find so, where there are more than two.</summary>
/// <remarks>
/// A silo whose process is gone refuses connections, so its probes fail at once: it is dead after <see cref="MissedProbes"/> of them, in 3
/// to 6 seconds. A silo that stands still keeps its connections, and what it said lately speaks for it: it is dead after
/// <see cref="MissedProbes"/> times <see cref="LongestProbe"/> of silence, 12 seconds. A healthy silo on a busy machine would have to be
/// unable to answer anybody for as long, which neither a collection of garbage nor a few seconds without a processor are; and
/// whoever is starved itself waits longer before it accuses others. Lower numbers make failover faster and false alarms likelier:
/// one costs the silo its process.
/// </remarks>
public sealed class FailureDetection
{
    public const string Section = "Chat:Silo:FailureDetection";

    /// <summary>How long an answer to a probe may take at first, and about the time between probes; then it follows the times that answers
    /// take, down to half of this. 0.5–30 s.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer may take when answers have become slow; at least <see cref="Probe"/>, at most a minute.</summary>
    public TimeSpan LongestProbe { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How many probes in a row a silo may miss, 2–10.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>How often a silo reads for itself who is in the cluster, and so whether it is still in it, 1–60 s.</summary>
    public TimeSpan TableRefresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <exception cref="InvalidOperationException">A number is out of its range; the message names it.</exception>
    public void Check()
    {
        Require(Probe >= TimeSpan.FromSeconds(0.5) && Probe <= TimeSpan.FromSeconds(30), nameof(Probe), "0.5 to 30 seconds, as 00:00:02");
        Require(LongestProbe >= Probe && LongestProbe <= TimeSpan.FromMinutes(1), nameof(LongestProbe), $"from {nameof(Probe)} to a minute");
        Require(MissedProbes is >= 2 and <= 10, nameof(MissedProbes), "2 to 10");
        Require(TableRefresh >= TimeSpan.FromSeconds(1) && TableRefresh <= TimeSpan.FromMinutes(1), nameof(TableRefresh), "1 to 60 seconds");
    }

    private static void Require(bool holds, string name, string range)
    {
        if (!holds)
            throw new InvalidOperationException($"{Section}:{name} is out of its range: {range}.");
    }
}
