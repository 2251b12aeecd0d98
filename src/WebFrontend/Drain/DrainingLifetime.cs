using System.Runtime.InteropServices;

namespace OrleansChat.WebFrontend.Drain;

/// <summary>
/// What ends this process: SIGTERM, or Ctrl-C. It is drained before the host is told to stop, because that would close its connections
/// at once. A second signal ends the waiting.
/// </summary>
internal sealed partial class DrainingLifetime(FrontEndDrain drain, IHostApplicationLifetime application, ILoggerFactory loggers)
    : IHostLifetime, IDisposable
{
    /// <summary>The host's own name: people and scripts look for its lines.</summary>
    private readonly ILogger _logger = loggers.CreateLogger("Microsoft.Hosting.Lifetime");
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _asked;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        application.ApplicationStarted.Register(() => LogStarted());
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _asked) > 1 || !application.ApplicationStarted.IsCancellationRequested)
        {
            _hurry.Cancel();
            application.StopApplication();
        }
        else
        {
            _ = DrainAndStop();
        }
    }

    private async Task DrainAndStop()
    {
        try
        {
            await Task.Run(() => drain.Run(_hurry.Token));
        }
        catch (Exception exception) when (!_hurry.IsCancellationRequested)
        {
            LogFailed(exception);
        }
        catch (OperationCanceledException)
        {
            // The second signal has stopped the host.
        }
        application.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Application started. Press Ctrl+C to shut down.")]
    private partial void LogStarted();

    [LoggerMessage(Level = LogLevel.Error, Message = "Draining failed; the process stops all the same")]
    private partial void LogFailed(Exception exception);
}
