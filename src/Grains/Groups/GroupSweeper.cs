using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>
/// Drives the removal of what deleted groups have left behind: at once when a group here is deleted, and now and then for those whose
/// silo died over it. The groups' grains do the work, a bounded step at a time.
/// </summary>
internal sealed class GroupSweeper(DeletedGroups deleted, IGrainFactory grains, TimeProvider clock, ILogger<GroupSweeper> logger)
    : Sweeper(TimeSpan.FromSeconds(30), clock, logger)
{
    private const int PageSize = 100;

    /// <summary>Takes every deleted group as far as it goes now.</summary>
    public async Task SweepAll(CancellationToken cancellation)
    {
        var after = "";
        while (await deleted.Find(after, PageSize) is { Count: > 0 } page)
        {
            foreach (var groupId in page)
                await Try(groupId, () => Sweep(groupId, cancellation), cancellation);
            after = page[^1];
        }
    }

    protected override Task Round(CancellationToken stopping) => SweepAll(stopping);

    private async Task Sweep(string groupId, CancellationToken cancellation)
    {
        while (await grains.GetGrain<IGroupGrain>(groupId).Sweep())
            cancellation.ThrowIfCancellationRequested();
    }
}
