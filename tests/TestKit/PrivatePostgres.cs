using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace OrleansChat.TestKit;

/// <summary>A PostgreSQL server that a test may stop and kill; its connection string stays the same over restarts.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Socket = ".s.PGSQL.5432";

    private readonly string _data;

    /// <summary>Leads to the socket of the server that runs now; each start of one makes a new folder.</summary>
    private readonly string _sockets = Directory.CreateTempSubdirectory("orleanschat-faults-").FullName;

    private PrivatePostgres(string data) => _data = data;

    public string ConnectionString { get; private set; } = "";

    /// <param name="data">An empty folder, which is removed in the end; null: a new one.</param>
    public static async Task<PrivatePostgres> StartNew(string? data = null)
    {
        var postgres = new PrivatePostgres(data ?? Directory.CreateTempSubdirectory("orleanschat-faults-").FullName);
        try
        {
            await postgres.Start();
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
        return postgres;
    }

    public async Task Start()
    {
        var started = new NpgsqlConnectionStringBuilder(await Script("start"));
        var link = Path.Combine(_sockets, Socket);
        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(started.Host!, Socket));
        started.Host = _sockets;
        ConnectionString = started.ConnectionString;
    }

    /// <summary>A fast shutdown: connections are ended, transactions rolled back.</summary>
    public Task Stop() => Script("stop");

    /// <summary>SIGKILL of its first process; the others notice and end.</summary>
    public void Kill()
    {
        var lockFile = File.ReadLines(Path.Combine(_data, "postgres", "postmaster.pid"));
        using var process = Process.GetProcessById(int.Parse(lockFile.First(), CultureInfo.InvariantCulture));
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_sockets, recursive: true);
        Directory.Delete(_data, recursive: true);
    }

    /// <returns>What it prints.</returns>
    private async Task<string> Script(string command)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { Path.Combine(Repository.Root, "scripts/lib/postgres-cli.mjs"), command, "--data", _data },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().Within($"PostgreSQL's {command}", TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"PostgreSQL's {command} ended with {process.ExitCode}: {output}");
    }
}
