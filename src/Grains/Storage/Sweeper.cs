using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.Storage;

/// <summary>
/// Looks now and then, in every silo, for what a crash or an outage left half done, and has the grains it belongs to go on with it.
/// They decide and write, so it does no harm when several silos look.
/// </summary>
/// <param name="interval">Between two rounds, by and large: jittered, so that silos that start together do not go on together. The
/// first round comes ten times as soon.</param>
internal abstract partial class Sweeper(TimeSpan interval, TimeProvider clock, ILogger logger) : BackgroundService
{
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>There is something to do: the next round begins at once.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <summary>One round. What fails is found again in the next.</summary>
    protected abstract Task Round(CancellationToken stopping);

    /// <summary>Does one thing of a round; when it fails, the others are not to wait for it.</summary>
    protected async Task Try(string what, Func<Task> work, CancellationToken stopping = default)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            LogUnfinished(exception, GetType().Name, what);
        }
    }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = interval / 10; ; pause = interval)
        {
            await WaitForWork(pause * (0.5 + Random.Shared.NextDouble()), stoppingToken);
            await Try("a round", () => Round(stoppingToken), stoppingToken);
        }
    }

    private async Task WaitForWork(TimeSpan pause, CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(_wake.WaitAsync(waiting.Token), Task.Delay(pause, clock, waiting.Token));
        await waiting.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweeper} could not finish {What}; it is tried again")]
    private partial void LogUnfinished(Exception exception, string sweeper, string what);
}
