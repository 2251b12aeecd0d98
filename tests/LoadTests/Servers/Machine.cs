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
    /// <exception cref="InvalidOperationException">It cannot be put there.</exception>
    public void PinPostgres()
    {
        foreach (var pid in ProcFiles.Children(PostgresPid).Prepend(PostgresPid))
        {
            using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-c", "-p", $"{ServerCore}", $"{pid}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = taskset.StandardError.ReadToEnd();
            taskset.WaitForExit();
            // Some of PostgreSQL's processes end by themselves.
            if (taskset.ExitCode != 0 && ProcFiles.Exists(pid))
                throw new InvalidOperationException($"PostgreSQL could not be put on core {ServerCore}: {error}");
        }
    }

    /// <summary>What has been used until now.</summary>
    public Usage Use(params IEnumerable<ProductProcess> servers) => new(
        Clock.Now,
        servers.Sum(server => ProcFiles.Cpu(server.Id)),
        ProcFiles.CpuWithChildren(PostgresPid),
        ProcFiles.Cpu(Environment.ProcessId),
        ProcFiles.Busy(ServerCore));
}

/// <summary>CPU milliseconds at a moment, or between two.</summary>
/// <param name="Time">Nanoseconds.</param>
/// <param name="ServerCore">All that the core of the servers was busy with.</param>
internal sealed record Usage(long Time, double Server, double Postgres, double Generator, double ServerCore)
{
    public double Seconds => Time / (double)Clock.Second;

    /// <summary>From 0 to 1: what neither server nor PostgreSQL used of their core, though somebody did.</summary>
    public double Others => Math.Max(0, (ServerCore - Server - Postgres) / Time * 1e6);

    public static Usage operator -(Usage later, Usage earlier) => new(
        later.Time - earlier.Time, later.Server - earlier.Server, later.Postgres - earlier.Postgres, later.Generator - earlier.Generator,
        later.ServerCore - earlier.ServerCore);
}
