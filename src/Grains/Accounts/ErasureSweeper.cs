using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Accounts;

namespace OrleansChat.Grains.Accounts;

/// <summary>Goes on with erasures that a crash or an outage interrupted. Every silo looks; the grain makes sure that one works.</summary>
internal sealed partial class ErasureSweeper(
    ErasureStore store, IGrainFactory grains, TimeProvider clock, ILogger<ErasureSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>One that is under way is left alone for this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Sweep();
    }

    public async Task Sweep()
    {
        try
        {
            foreach (var userId in await store.FindInterrupted(clock.GetUtcNow() - Patience))
                await grains.GetGrain<IErasureGrain>(Ids.Erasure(userId)).Continue();
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An interrupted erasure could not be ended; it is tried again")]
    private partial void LogFailed(Exception exception);
}
