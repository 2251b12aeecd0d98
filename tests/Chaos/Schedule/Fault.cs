using System.Text.Json;

namespace OrleansChat.Chaos;

/// <summary>What is done; docs/chaos.md says how.</summary>
internal enum FaultKind
{
    KillSilo,
    StopSilo,
    FreezeSilo,
    KillAllSilos,
    KillFrontEnd,
    StopFrontEnd,
    KillServer,
    StopServer,
    RestartPostgres,
    KillPostgres,
    PostgresOutage,
    CutConnections,
}

/// <summary>A fault as planned.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="Target">Which silo or front-end, from 0; 0 where there is only one.</param>
/// <param name="Duration">For how long it is away or frozen; zero: it is at once as it was.</param>
/// <param name="Percent">Of a cut: how many of the front-end's connections.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, int Target, TimeSpan Duration, int Percent = 100)
{
    /// <summary>The kind's name in files and on the terminal.</summary>
    public string Name => NameOf(Kind);

    public string TargetName => Kind switch
    {
        FaultKind.KillSilo or FaultKind.StopSilo or FaultKind.FreezeSilo => $"silo {Target + 1}",
        FaultKind.KillAllSilos => "all silos",
        FaultKind.KillFrontEnd or FaultKind.StopFrontEnd => $"front-end {Target + 1}",
        FaultKind.KillServer or FaultKind.StopServer => "the server",
        FaultKind.CutConnections => $"{Percent} % of the connections of front-end {Target + 1}",
        _ => "PostgreSQL",
    };

    public static string NameOf(FaultKind kind) => JsonNamingPolicy.CamelCase.ConvertName($"{kind}");

    public override string ToString() =>
        $"{At.TotalSeconds,6:0.0} s  {Name,-16} {TargetName}" + (Duration > TimeSpan.Zero ? $" for {Duration.TotalSeconds:0.0} s" : "");
}
