using System.Diagnostics;

namespace OrleansChat.Faults.Backups;

/// <param name="Output">Both streams.</param>
internal sealed record ToolRun(int ExitCode, string Output)
{
    public void MustSucceed() => Assert.True(ExitCode == 0, Output);

    /// <summary>It ended with 1 and said why.</summary>
    public void MustFail(string why)
    {
        Assert.Equal(1, ExitCode);
        Assert.Contains(why, Output, StringComparison.Ordinal);
    }
}

/// <summary>The tool behind scripts/backup and scripts/restore, as a process.</summary>
internal static class BackupTool
{
    public static Task<ToolRun> Create(string database, string data, string archive) =>
        Run(new() { ["Chat__Database"] = database }, "create", "--data", data, "--to", archive);

    public static Task<ToolRun> Restore(string archive, string database, string data, string? forget = null) =>
        Run(new() { ["Chat__Database"] = database }, ["restore", "--from", archive, "--data", data, .. forget is null ? [] : new[] { "--forget", forget }]);

    /// <param name="source">A database that still runs, to compare with besides the archive's figures.</param>
    public static Task<ToolRun> Verify(string archive, string database, string data, string? source = null)
    {
        var environment = new Dictionary<string, string> { ["Chat__Database"] = database };
        if (source is not null)
            environment["Chat__SourceDatabase"] = source;
        return Run(environment, "verify", "--from", archive, "--data", data);
    }

    private static async Task<ToolRun> Run(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.BackupBinary, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync())
            .Within($"{arguments[0]} ends", TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync();
        return new ToolRun(process.ExitCode, string.Concat(output));
    }
}
