namespace OrleansChat.Chaos;

/// <summary>
/// The plan of a run, made from its seed before it begins: the same arguments always give the same plan. All kinds take turns in a
/// shuffled order. Faults may overlap, but one target has one at a time and a while to recover, and one silo and one front-end
/// stay unharmed, unless the plan says "all" or there is only one.
/// </summary>
internal static class FaultSchedule
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(20);

    private static readonly FaultKind[] OfCluster =
    [
        FaultKind.KillSilo, FaultKind.StopSilo, FaultKind.FreezeSilo, FaultKind.KillAllSilos,
        FaultKind.KillFrontEnd, FaultKind.StopFrontEnd,
        FaultKind.RestartPostgres, FaultKind.KillPostgres, FaultKind.PostgresOutage, FaultKind.CutConnections,
    ];

    private static readonly FaultKind[] OfServer =
    [
        FaultKind.KillServer, FaultKind.StopServer,
        FaultKind.RestartPostgres, FaultKind.KillPostgres, FaultKind.PostgresOutage, FaultKind.CutConnections,
    ];

    /// <param name="length">Of the load; every fault is over by then.</param>
    /// <param name="silos">0: silo and front-end are one process.</param>
    /// <param name="only">Kinds that there are on such a stage; null: all of them.</param>
    public static ImmutableArray<Fault> Make(
        int seed, TimeSpan length, int silos, int frontEnds, IReadOnlyCollection<FaultKind>? only = null)
    {
        var random = new Random(seed);
        var faults = new List<Fault>();
        var deck = new Queue<FaultKind>();
        FaultKind[] kinds = [.. Kinds(silos).Where(kind => only?.Contains(kind) ?? true)];
        var at = TimeSpan.FromSeconds(Math.Min(10, length.TotalSeconds / 6));
        while (at < length)
        {
            if (deck.Count == 0)
            {
                random.Shuffle(kinds);
                deck = new Queue<FaultKind>(kinds);
            }
            // What finds no target now, or would last too long, leaves its turn to the next.
            for (var left = deck.Count; left > 0; left--)
            {
                var kind = deck.Dequeue();
                if (Place(random, faults, kind, at, silos, frontEnds) is { } fault && at + fault.Duration <= length)
                {
                    faults.Add(fault);
                    break;
                }
                deck.Enqueue(kind);
            }
            at += Between(random, 8, 18);
        }
        return [.. faults];
    }

    /// <summary>What can be done to a stage.</summary>
    public static IReadOnlyList<FaultKind> Kinds(int silos) => silos == 0 ? OfServer : OfCluster;

    private static Fault? Place(Random random, List<Fault> faults, FaultKind kind, TimeSpan at, int silos, int frontEnds)
    {
        var busy = faults.Where(fault => fault.At + fault.Duration + Recovery > at).ToArray();
        switch (kind)
        {
            case FaultKind.KillSilo or FaultKind.StopSilo or FaultKind.FreezeSilo:
                var harmed = busy.Where(IsOfSilos).ToArray();
                if (harmed.Any(fault => fault.Kind == FaultKind.KillAllSilos))
                    return null;
                return One(random, silos, harmed) is { } silo ? new Fault(at, kind, silo, LengthOf(random, kind)) : null;
            case FaultKind.KillAllSilos:
                return busy.Any(IsOfSilos) ? null : new Fault(at, kind, 0, LengthOf(random, kind));
            case FaultKind.KillFrontEnd or FaultKind.StopFrontEnd:
                return One(random, frontEnds, busy.Where(IsOfFrontEnds)) is { } frontEnd
                    ? new Fault(at, kind, frontEnd, LengthOf(random, kind)) : null;
            case FaultKind.CutConnections:
                return new Fault(at, kind, random.Next(frontEnds), TimeSpan.Zero, random.Next(2) == 0 ? 30 : 100);
            case FaultKind.KillServer or FaultKind.StopServer:
                return busy.Any(fault => fault.Kind is FaultKind.KillServer or FaultKind.StopServer) ? null
                    : new Fault(at, kind, 0, LengthOf(random, kind));
            default:
                return busy.Any(IsOfPostgres) ? null : new Fault(at, kind, 0, LengthOf(random, kind));
        }
    }

    /// <returns>One of those that are unharmed, when another one stays; null when none does.</returns>
    private static int? One(Random random, int count, IEnumerable<Fault> harmed)
    {
        int[] free = [.. Enumerable.Range(0, count).Except(harmed.Select(fault => fault.Target))];
        return free.Length > 1 || free.Length == count ? free[random.Next(free.Length)] : null;
    }

    private static TimeSpan LengthOf(Random random, FaultKind kind) => kind switch
    {
        FaultKind.FreezeSilo => Between(random, 20, 60),
        FaultKind.PostgresOutage => Between(random, 8, 20),
        FaultKind.RestartPostgres or FaultKind.KillPostgres => Between(random, 0.2, 2),
        FaultKind.KillAllSilos => Between(random, 1, 4),
        _ => Between(random, 2, 12),
    };

    private static bool IsOfSilos(Fault fault) =>
        fault.Kind is FaultKind.KillSilo or FaultKind.StopSilo or FaultKind.FreezeSilo or FaultKind.KillAllSilos;

    private static bool IsOfFrontEnds(Fault fault) => fault.Kind is FaultKind.KillFrontEnd or FaultKind.StopFrontEnd;

    private static bool IsOfPostgres(Fault fault) =>
        fault.Kind is FaultKind.RestartPostgres or FaultKind.KillPostgres or FaultKind.PostgresOutage;

    private static TimeSpan Between(Random random, double least, double most) =>
        TimeSpan.FromSeconds(Math.Round(least + (random.NextDouble() * (most - least)), 1));
}
