using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Contacts;

namespace OrleansChat.Grains.Contacts;

/// <summary>Has steps finished that a crash left half done and nobody came back to. One in each silo, at times of its own.</summary>
internal sealed partial class ContactSweeper(ContactStore store, IGrainFactory grains, TimeProvider clock, ILogger<ContactSweeper> logger)
    : BackgroundService
{
    private const int MaxPerRound = 100;

    /// <summary>A step that takes no longer is not disturbed.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(MinAge * (1 + Random.Shared.NextDouble()), clock, stoppingToken);
                await Sweep(MinAge);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
            }
        }
    }

    /// <returns>How many steps of at least that age were found; what fails is found again.</returns>
    public async Task<int> Sweep(TimeSpan age)
    {
        var unfinished = await store.FindUnfinished(clock.GetUtcNow() - age, MaxPerRound);
        foreach (var (userId, otherId) in unfinished)
        {
            try
            {
                await grains.GetGrain<IContactGrain>(Ids.Relation(userId, otherId)).Finish();
            }
            catch (Exception exception)
            {
                LogUnfinished(exception, userId, otherId); // the others are not to wait for it
            }
        }
        return unfinished.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not look for half-done steps of contacts; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not finish the step of {UserId} and {OtherId}; it is tried again")]
    private partial void LogUnfinished(Exception exception, string userId, string otherId);
}
