using System.Globalization;

namespace OrleansChat.Chaos;

/// <param name="Minutes">How long load and faults last; above 0.</param>
/// <param name="Seed">Decides the faults and who does what.</param>
/// <param name="Silos">0: silo and front-end are one process.</param>
/// <param name="Users">Even, at least 4.</param>
/// <param name="Rate">Deeds a second, of all users together; about three in four are messages.</param>
/// <param name="Json">Where the file of the run goes; null: nowhere.</param>
/// <param name="Only">Kinds of faults; null: all that there are.</param>
/// <param name="Data">An empty folder for PostgreSQL; null: a new one.</param>
internal sealed record ChaosOptions(
    double Minutes, int Seed, int Silos, int FrontEnds, int Users, int Rate, string? Json = null,
    ImmutableArray<FaultKind>? Only = null, string? Data = null)
{
    public TimeSpan Length => TimeSpan.FromMinutes(Minutes);

    /// <summary>Reads pairs of --name and value; scripts/chaos has checked them.</summary>
    /// <exception cref="FormatException">It is no such pair; the text says which.</exception>
    public static ChaosOptions Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
                throw new FormatException($"{arguments[i]}: options are pairs of --name and value. Use scripts/chaos.");
            values[arguments[i][2..]] = arguments[i + 1];
        }
        int Number(string name) => int.Parse(values[name], CultureInfo.InvariantCulture);
        return new ChaosOptions(
            double.Parse(values["minutes"], CultureInfo.InvariantCulture), Number("seed"), Number("silos"), Number("frontends"),
            Number("users"), Number("rate"), values.GetValueOrDefault("json"),
            values.TryGetValue("only", out var only) ? ParseKinds(only, Number("silos")) : null, values.GetValueOrDefault("data"));
    }

    private static ImmutableArray<FaultKind> ParseKinds(string text, int silos)
    {
        var kinds = FaultSchedule.Kinds(silos).ToDictionary(Fault.NameOf);
        return [.. text.Split(',').Select(name => kinds.TryGetValue(name, out var kind)
            ? kind
            : throw new FormatException($"--only names kinds of faults with commas between: {string.Join(", ", kinds.Keys)}; not '{name}'."))];
    }
}
