namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Renews this front-end's subscriptions, spread over time; the answers tell what was missed. Users come round often, so that the connection of
/// a session that has ended closes within 5 s even when the push of its end was lost. When a silo is lost, everybody comes round at
/// once, and several times: what the others still send by way of it is lost until they know, too.
/// </summary>
internal sealed partial class LeaseRenewal(
    ConnectionRegistry registry,
    UserSubscriptions users,
    GroupSubscriptions groups,
    SiloLosses losses,
    TimeProvider clock,
    ILogger<LeaseRenewal> logger) : BackgroundService
{
    private static readonly TimeSpan UserInterval = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan GroupInterval = TimeSpan.FromSeconds(10);

    /// <summary>Of a round. Thousands at once would keep a small machine from everything else for as long as they take.</summary>
    internal const int Portions = 20;

    /// <summary>Between the rounds after a loss; together longer than the cluster takes to do without the silo.</summary>
    private static readonly TimeSpan[] AfterLoss = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    /// <summary>A slow call goes on without its place in the round.</summary>
    private static readonly TimeSpan SlowCall = TimeSpan.FromMilliseconds(100);
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 64 };

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RunEvery(UserInterval, () => registry.Users(), users.Renew, stoppingToken),
        RunEvery(GroupInterval, () => groups.All(), groups.Renew, stoppingToken),
        RunAfterLosses(stoppingToken));

    /// <summary>Begins every renewal, some at a time; calls that hang hold up the others for a moment only.</summary>
    public Task RenewAll(IReadOnlyCollection<string> receivers, Func<string, Task> renew) =>
        Parallel.ForEachAsync(receivers, Parallelism, async (receiver, cancellation) =>
            await Try(receiver, renew).WaitAsync(SlowCall, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));

    /// <summary>Everybody keeps their place in the round, whoever comes and goes.</summary>
    /// <param name="number">From 0.</param>
    internal static string[] Portion(IEnumerable<string> receivers, int number) =>
        [.. receivers.Where(receiver => (uint)string.GetHashCode(receiver, StringComparison.Ordinal) % Portions == number)];

    private async Task RunEvery(
        TimeSpan interval, Func<IReadOnlyCollection<string>> receivers, Func<string, Task> renew, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval / Portions, clock);
        for (var number = 0; await timer.WaitForNextTickAsync(stoppingToken); number = (number + 1) % Portions)
            await RenewAll(Portion(receivers(), number), renew);
    }

    private async Task RunAfterLosses(CancellationToken stoppingToken)
    {
        while (await losses.Next(stoppingToken))
        {
            LogLost();
            await RenewEverything();
            foreach (var pause in AfterLoss)
            {
                await losses.Pause(pause, clock, stoppingToken);
                await RenewEverything();
            }
        }
    }

    private Task RenewEverything() => Task.WhenAll(RenewAll(registry.Users(), users.Renew), RenewAll(groups.All(), groups.Renew));

    private async Task Try(string receiver, Func<string, Task> renew)
    {
        try
        {
            await renew(receiver);
        }
        catch (Exception exception)
        {
            LogFailed(exception, receiver);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The connection to a silo is lost; all subscriptions are renewed")]
    private partial void LogLost();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The subscription to {Receiver} could not be renewed; it is tried again")]
    private partial void LogFailed(Exception exception, string receiver);
}
