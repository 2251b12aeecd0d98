using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>
/// Drives the removal of what deleted groups have left behind, in every silo: at once when a group here is deleted, and now and
/// then for those whose silo died over it. The groups' grains do the work, a bounded step at a time, so it does no harm when
/// several silos drive the same group.
/// </summary>
internal sealed partial class GroupSweeper(
    DeletedGroups deleted, IGrainFactory grains, TimeProvider clock, ILogger<GroupSweeper> logger) : BackgroundService
{
    private const int PageSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>There is a new deleted group.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    /// <summary>Takes every deleted group as far as it goes now.</summary>
    public async Task SweepAll(CancellationToken cancellation)
    {
        var after = "";
        while (await deleted.Find(after, PageSize) is { Count: > 0 } page)
        {
            foreach (var groupId in page)
                await Sweep(groupId, cancellation);
            after = page[^1];
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Jittered, so that silos that start together do not go on together.
        for (var pause = Interval / 10; ; pause = Interval)
        {
            await WaitForWork(pause * (0.5 + Random.Shared.NextDouble()), stoppingToken);
            try
            {
                await SweepAll(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task WaitForWork(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(_wake.WaitAsync(waiting.Token), Task.Delay(pause, clock, waiting.Token));
        await waiting.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    /// <summary>One that fails waits for the next round and holds up no other.</summary>
    private async Task Sweep(string groupId, CancellationToken cancellation)
    {
        try
        {
            while (await grains.GetGrain<IGroupGrain>(groupId).Sweep())
                cancellation.ThrowIfCancellationRequested();
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogGroupFailed(exception, groupId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deleted groups could not be looked for; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is left of {GroupId} could not be removed; it is tried again")]
    private partial void LogGroupFailed(Exception exception, string groupId);
}
