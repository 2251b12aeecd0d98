namespace OrleansChat.WebFrontend.Hub;

/// <summary>Renews this front-end's subscriptions every 10 s; the answers tell what was missed.</summary>
internal sealed partial class LeaseRenewal(
    ConnectionRegistry registry, FrontEndObserver observer, TimeProvider clock, ILogger<LeaseRenewal> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>What was under way when the version was asked has arrived by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 16 };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        registry.Subscribed += (groupId, version) => _ = Expect(groupId, version);
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Parallel.ForEachAsync(registry.ConnectedUsers(), Parallelism, (userId, _) => Try(() => registry.Renew(userId)));
            await Parallel.ForEachAsync(registry.SubscribedGroups(), Parallelism, (groupId, _) => Try(() => registry.Subscribe(groupId)));
        }
    }

    private async Task Expect(string groupId, long version)
    {
        await Task.Delay(Grace, clock);
        await observer.Enqueue(new VersionExpected(groupId, version));
    }

    private async ValueTask Try(Func<Task> renew)
    {
        try
        {
            await renew();
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscription could not be renewed; it is tried again in 10 s")]
    private partial void LogFailed(Exception exception);
}
