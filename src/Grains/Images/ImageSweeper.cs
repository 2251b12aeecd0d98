using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Storage;
using OrleansChat.Images;

namespace OrleansChat.Grains.Images;

/// <summary>Asks images whose time has come to look whether anything shows them; each image decides for itself.</summary>
internal sealed class ImageSweeper(ImageStore store, IGrainFactory grains, TimeProvider clock, ILogger<ImageSweeper> logger)
    : Sweeper(TimeSpan.FromMinutes(1), clock, logger)
{
    private const int BatchSize = 100;

    private readonly TimeProvider _clock = clock;

    /// <summary>Asks all that are due.</summary>
    /// <returns>How many were asked.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        var (asked, last) = (0, new HashSet<string>());
        while (!cancellation.IsCancellationRequested)
        {
            var due = await store.Due(_clock.GetUtcNow(), BatchSize);
            // One that stays due, because its blobs cannot be deleted now, waits for the next time.
            var fresh = due.Where(last.Add).ToList();
            if (fresh.Count == 0)
                break;
            foreach (var id in fresh)
                await Try(id, () => grains.GetGrain<IImageGrain>(id).Tidy(), cancellation);
            asked += fresh.Count;
        }
        return asked;
    }

    protected override Task Round(CancellationToken stopping) => Sweep(stopping);
}
