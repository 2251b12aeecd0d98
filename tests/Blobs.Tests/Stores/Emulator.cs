using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>A server from npm on a free port of this machine, with its data in a folder of its own; ended by its process id.</summary>
internal sealed partial class Emulator : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private Emulator(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <param name="script">Below node_modules.</param>
    /// <param name="arguments">FOLDER stands for the data folder.</param>
    public static async Task<Emulator> Start(string script, params string[] arguments)
    {
        var packages = Path.Combine(Metadata("EmulatorFolder"), "node_modules");
        var path = Path.Combine(packages, script);
        if (!File.Exists(path))
            throw new InvalidOperationException($"{path} is missing: run scripts/test once, it installs the emulators (or npm ci in tests/Blobs.Tests).");
        var folder = Directory.CreateTempSubdirectory("orleanschat-emulator-").FullName;
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(path);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument.Replace("FOLDER", folder, StringComparison.Ordinal));
        var process = Process.Start(start)!;
        try
        {
            return new Emulator(process, folder, await ReadPort(process).WaitAsync(StartTime));
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Both say on which port they listen; what they say later is read and forgotten, or they would wait for a reader.</summary>
    private static Task<int> ReadPort(Process process)
    {
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        void Read(string? line)
        {
            lock (said)
            {
                said.Add(line ?? "");
                if (line is not null && Listening().Match(line) is { Success: true } match)
                    port.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
                else if (line is null && process.HasExited)
                    port.TrySetException(new InvalidOperationException($"The emulator did not start: {string.Join('\n', said)}"));
            }
        }
        process.OutputDataReceived += (_, output) => Read(output.Data);
        process.ErrorDataReceived += (_, output) => Read(output.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return port.Task;
    }

    private static string Metadata(string key) => typeof(Emulator).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    [GeneratedRegex(@"listen\w* on (?:http://)?127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
