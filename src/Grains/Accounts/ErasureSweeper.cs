using Microsoft.Extensions.Logging;
using OrleansChat.Accounts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Accounts;

/// <summary>Goes on with erasures that a crash or an outage interrupted.</summary>
internal sealed class ErasureSweeper(ErasureStore store, IGrainFactory grains, TimeProvider clock, ILogger<ErasureSweeper> logger)
    : Sweeper(TimeSpan.FromSeconds(30), clock, logger)
{
    /// <summary>One that is under way is left alone for this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock = clock;

    public async Task Sweep()
    {
        foreach (var userId in await store.FindInterrupted(_clock.GetUtcNow() - Patience))
            await Try($"the erasure of {userId}", () => grains.GetGrain<IErasureGrain>(Ids.Erasure(userId)).Continue());
    }

    protected override Task Round(CancellationToken stopping) => Sweep();
}
