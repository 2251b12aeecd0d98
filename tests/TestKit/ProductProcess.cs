using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OrleansChat.TestKit;

/// <summary>
/// A process of the product: a silo, a front-end, or both in one. It can be killed, stopped and frozen, and started again with the
/// same settings.
/// </summary>
public sealed partial class ProductProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int MaxLines = 500;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyDictionary<string, string> _environment;
    private Process? _process;
    private Queue<string> _output = new();

    /// <param name="name">Names it in failures.</param>
    /// <param name="environment">What is added to the environment of the tests.</param>
    public ProductProcess(string name, IReadOnlyDictionary<string, string> environment)
    {
        (Name, _environment) = (name, environment);
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    public string Name { get; }

    /// <summary>A command that starts the process in its own place, such as <c>taskset</c>; empty: none.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>The process id of the last start.</summary>
    public int Id => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Of the last start, when it has ended.</summary>
    public int ExitCode => _process!.ExitCode;

    /// <summary>Where it listens for HTTP; null for one that does not.</summary>
    public Uri? Address { get; private set; }

    /// <summary>The newest lines that it wrote since its last start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>Starts it; returns when it says that it has started. It must not run.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the text holds what it wrote.</exception>
    public async Task Start(string binary, params string[] arguments)
    {
        IReadOnlyList<string> command = [.. Through, "dotnet", binary, .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = Path.GetDirectoryName(binary),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in _environment)
            start.Environment[key] = value;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = _output = new Queue<string>();
        _process?.Dispose();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(output, line.Data, started);
        _process.ErrorDataReceived += (_, line) => Note(output, line.Data, started);
        _process.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"{Name} ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await started.Task.Within($"{Name} starts", StartLimit);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{exception.Message} Its output:\n{Output}", exception);
        }
    }

    /// <summary>SIGKILL: it gets no chance to finish anything.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await Ended().Within($"the killed {Name} ends");
    }

    /// <summary>SIGTERM, as service managers stop a server.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Terminate()
    {
        Signal(SigTerm);
        await Ended().Within($"{Name} ends after SIGTERM", TimeSpan.FromSeconds(40));
        return _process!.ExitCode;
    }

    /// <summary>SIGSTOP: it stands still, and its connections stay open, until <see cref="Thaw"/>.</summary>
    public void Freeze() => Signal(SigStop);

    /// <summary>SIGCONT: it goes on and knows nothing of the time between.</summary>
    public void Thaw() => Signal(SigCont);

    /// <summary>Completes when the process of the last start has ended.</summary>
    public Task Ended() => _process!.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        if (IsRunning)
            await Kill();
        _process?.Dispose();
    }

    private void Note(Queue<string> output, string? line, TaskCompletionSource started)
    {
        if (line is null)
            return;
        lock (output)
        {
            output.Enqueue(line);
            if (output.Count > MaxLines)
                output.Dequeue();
        }
        if (ListeningLine().Match(line) is { Success: true } match)
            Address = new Uri(match.Groups[1].Value);
        // The host's own line, after everything that it waits for.
        if (line.Contains("Application started.", StringComparison.Ordinal))
            started.TrySetResult();
    }

    private void Signal(int signal)
    {
        if (SendSignal(_process!.Id, signal) != 0)
            throw new InvalidOperationException($"{Name} cannot be signalled.");
    }

    private void KillAtExit(object? sender, EventArgs e)
    {
        if (IsRunning)
            _process!.Kill();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);

    [GeneratedRegex("""Now listening on: (http://[^\s"]+)""")]
    private static partial Regex ListeningLine();
}
