using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>One thing that is measured.</summary>
internal interface IScenario
{
    string Name { get; }

    /// <summary>For <c>--help</c>.</summary>
    string Description { get; }

    /// <summary>How long it will take, about.</summary>
    TimeSpan Planned(Effort effort);

    Task<Findings> Run(Bench bench);
}

/// <summary>How long and how large measurements are.</summary>
/// <param name="WarmUp">.NET compiles what is used often once more, and better, in the first seconds of load.</param>
/// <param name="Round">Of each server; there are three.</param>
/// <param name="Step">Of a ladder of rates.</param>
/// <param name="Crowd">Users of idle, storm and the larger group.</param>
/// <param name="Messages">Of the log that history and search read.</param>
/// <param name="Queries">Of each kind.</param>
internal sealed record Effort(
    string Name, TimeSpan WarmUp, int Rounds, TimeSpan Round, TimeSpan Step, int[] Rates, int Members, int Crowd, int Messages, int Queries)
{
    public static readonly Effort Full = new(
        "full", TimeSpan.FromSeconds(30), 3, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10),
        [500, 1_000, 2_000, 3_000, 4_000, 6_000, 8_000, 10_000, 12_000], 1_000, 5_000, 1_000_000, 300);

    public static readonly Effort Quick = new(
        "quick", TimeSpan.FromSeconds(5), 3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2),
        [1_000, 4_000, 8_000], 1_000, 2_000, 100_000, 25);

    /// <summary>Says nothing about speed, only that all of it works.</summary>
    public static readonly Effort Tiny = new(
        "tiny", TimeSpan.FromSeconds(0.5), 2, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5),
        [200], 60, 200, 2_000, 5);

    public static Effort Find(string name) => new[] { Full, Quick, Tiny }.FirstOrDefault(effort => effort.Name == name)
        ?? throw new ArgumentException($"The effort is full, quick or tiny, not '{name}'.");
}

/// <summary>What scenarios share.</summary>
internal sealed record Bench(Machine Machine, Stage Stage, EventLoop Loop, Effort Effort, Progress Progress, CancellationToken Cancel)
{
    public void Say(string step) => Progress.Say(step);

    /// <summary>Counts what traffic there is for a while.</summary>
    public async Task<Round> Measure(Contender contender, Traffic traffic, TimeSpan time)
    {
        var (tally, used) = await Count(contender, traffic, time);
        return Round.Of(tally, used, contender.Resident);
    }

    /// <inheritdoc cref="Measure"/>
    public async Task<(Tally Tally, Usage Used)> Count(Contender contender, Traffic traffic, TimeSpan time)
    {
        Machine.PinPostgres();
        var before = contender.Use;
        await traffic.Count();
        await Loop.Delay(time, Cancel);
        var tally = await traffic.Count();
        return (tally, contender.Use - before);
    }

    /// <summary>Runs a pace for a while, counted from a moment after its start, and waits until all of it is answered.</summary>
    public async Task<Round> Run(Contender contender, Traffic traffic, IPace pace, TimeSpan time)
    {
        await traffic.Start(pace);
        await Loop.Delay(Settling, Cancel);
        var round = await Measure(contender, traffic, time);
        await traffic.Stop(Cancel);
        return round;
    }

    private TimeSpan Settling => TimeSpan.FromSeconds(Math.Min(0.5, Effort.Round.TotalSeconds / 4));
}
