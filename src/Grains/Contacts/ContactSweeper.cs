using Microsoft.Extensions.Logging;
using OrleansChat.Contacts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Contacts;

/// <summary>Has steps finished that a crash left half done and nobody came back to.</summary>
internal sealed class ContactSweeper(ContactStore store, IGrainFactory grains, TimeProvider clock, ILogger<ContactSweeper> logger)
    : Sweeper(1.5 * MinAge, clock, logger)
{
    private const int MaxPerRound = 100;

    /// <summary>A step that takes no longer is not disturbed.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = clock;

    /// <returns>How many steps of at least that age were found.</returns>
    public async Task<int> Sweep(TimeSpan age)
    {
        var unfinished = await store.FindUnfinished(_clock.GetUtcNow() - age, MaxPerRound);
        foreach (var (userId, otherId) in unfinished)
        {
            var relation = Ids.Relation(userId, otherId);
            await Try(relation, () => grains.GetGrain<IContactGrain>(relation).Finish());
        }
        return unfinished.Count;
    }

    protected override Task Round(CancellationToken stopping) => Sweep(MinAge);
}
