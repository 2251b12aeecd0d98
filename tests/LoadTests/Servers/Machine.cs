using System.Diagnostics;
using OrleansChat.LoadTests.Load;
using OrleansChat.TestKit;

namespace OrleansChat.LoadTests.Servers;

/// <summary>Where everything runs: servers and PostgreSQL on one core, the load generator on another.</summary>
/// <param name="ServerCore">From 0, as <c>taskset</c> counts.</param>
/// <param name="Postgres">The connection string of its superuser.</param>
/// <param name="PostgresPid">Of its first process.</param>
/// <param name="Folder">For files; somebody else removes it.</param>
internal sealed record Machine(int ServerCore, int GeneratorCore, string Postgres, int PostgresPid, string Folder)
{
    /// <summary>A process that begins with this runs on the server's core and sees no other.</summary>
    public IReadOnlyList<string> OnServerCore => ["taskset", "-c", $"{ServerCore}"];

    /// <summary>Puts PostgreSQL, all that it has started and will start, on the server's core.</summary>
    public void PinPostgres()
    {
        foreach (var pid in ProcFiles.Children(PostgresPid).Prepend(PostgresPid))
        {
            using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-c", "-p", $"{ServerCore}", $"{pid}"]) { RedirectStandardOutput = true })!;
            taskset.WaitForExit();
        }
    }

    /// <summary>What has been used until now.</summary>
    public Usage Use(params IEnumerable<ProductProcess> servers) => new(
        Clock.Now,
        servers.Sum(server => ProcFiles.Cpu(server.Id)),
        ProcFiles.CpuWithChildren(PostgresPid),
        ProcFiles.Cpu(Environment.ProcessId));
}

/// <summary>CPU milliseconds at a moment, or between two.</summary>
/// <param name="Time">Nanoseconds.</param>
internal sealed record Usage(long Time, double Server, double Postgres, double Generator)
{
    public double Seconds => Time / (double)Clock.Second;

    public static Usage operator -(Usage later, Usage earlier) => new(
        later.Time - earlier.Time, later.Server - earlier.Server, later.Postgres - earlier.Postgres, later.Generator - earlier.Generator);

    public static Usage operator +(Usage one, Usage other) => new(
        one.Time + other.Time, one.Server + other.Server, one.Postgres + other.Postgres, one.Generator + other.Generator);
}
