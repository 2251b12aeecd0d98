using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Images;

namespace OrleansChat.Grains.Images;

/// <summary>In each silo: asks images whose time has come to look whether anything shows them. That several silos ask changes
/// nothing; each image decides for itself.</summary>
internal sealed partial class ImageSweeper(ImageStore store, IGrainFactory grains, TimeProvider clock, ILogger<ImageSweeper> logger)
    : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Asks all that are due.</summary>
    /// <returns>How many were asked.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var (asked, last) = (0, new HashSet<string>());
        while (!cancellation.IsCancellationRequested)
        {
            var due = await store.Due(clock.GetUtcNow(), BatchSize);
            // One that stays due, because its blobs cannot be deleted now, waits for the next time.
            var fresh = due.Where(last.Add).ToList();
            if (fresh.Count == 0)
                break;
            foreach (var id in fresh)
                await Ask(id);
            asked += fresh.Count;
        }
        return asked;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Not all silos at the same moment.
                await Task.Delay(Interval * (0.5 + Random.Shared.NextDouble()), clock, stoppingToken);
                await Sweep(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task Ask(string imageId)
    {
        try
        {
            await grains.GetGrain<IImageGrain>(imageId).Tidy();
        }
        catch (Exception exception)
        {
            LogUntidy(exception, imageId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for images that nothing shows failed; it is tried again in a minute")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{ImageId} could not be looked at; it is tried again in a minute")]
    private partial void LogUntidy(Exception exception, string imageId);
}
