using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OrleansChat.TestKit;

/// <summary>
/// The real server as a process of its own. It can be killed and started again on the same database, data folder and port.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _connectionString;
    private readonly string _dataFolder = Directory.CreateTempSubdirectory("orleanschat-server-").FullName;
    private Process? _process;
    private Queue<string> _output = new();

    private ServerProcess(string connectionString)
    {
        _connectionString = connectionString;
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>Stays the same over restarts.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>A client of the server, for all users.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <param name="connectionString">Of the database that it uses.</param>
    public static async Task<ServerProcess> Start(string connectionString)
    {
        var server = new ServerProcess(connectionString);
        try
        {
            await server.Start();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        server.Http = new HttpClient { BaseAddress = server.Address };
        return server;
    }

    /// <summary>Starts it again, after <see cref="Kill"/> or <see cref="Terminate"/>; returns when it is ready.</summary>
    public Task Start() => StartOn(Repository.Runtime);

    /// <summary>Starts it again on either actor runtime.</summary>
    public async Task StartOn(string runtime)
    {
        var binary = Repository.ServerBinary(runtime);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { binary, "--urls", Address.GetLeftPart(UriPartial.Authority) },
            WorkingDirectory = Path.GetDirectoryName(binary),
            Environment =
            {
                ["Chat__Database"] = _connectionString,
                ["Chat__DataFolder"] = _dataFolder,
                ["CHAT_RATE_LIMITS"] = "off",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = _output = new Queue<string>();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The server ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Address = new Uri(await listening.Task.Within("the server listens", StartLimit));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{exception.Message} Its output:\n{Output}", exception);
        }

        void Note(string? line)
        {
            if (line is null)
                return;
            lock (output)
            {
                output.Enqueue(line);
                if (output.Count > 500)
                    output.Dequeue();
            }
            if (ListeningLine().Match(line) is { Success: true } match)
                listening.TrySetResult(match.Groups[1].Value);
        }
    }

    /// <summary>The newest lines that it wrote since its last start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>SIGKILL: it gets no chance to finish anything.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().Within("the killed server ends");
    }

    /// <summary>SIGTERM, as service managers stop a server.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Terminate()
    {
        if (SendSignal(_process!.Id, SigTerm) != 0)
            throw new InvalidOperationException("The server cannot be signalled.");
        await _process.WaitForExitAsync().Within("the server ends after SIGTERM", TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        Http.Dispose();
        if (_process is { HasExited: false })
            await Kill();
        _process?.Dispose();
        Directory.Delete(_dataFolder, recursive: true);
    }

    private void KillAtExit(object? sender, EventArgs e)
    {
        if (_process is { HasExited: false })
            _process.Kill();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);

    [GeneratedRegex("""Now listening on: (http://\S+)""")]
    private static partial Regex ListeningLine();
}
