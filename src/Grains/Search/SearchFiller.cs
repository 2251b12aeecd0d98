using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Telemetry;

namespace OrleansChat.Grains.Search;

/// <summary>Fills the index behind the commits, on one silo at a time; after a crash another takes over within seconds.</summary>
internal sealed partial class SearchFiller(Database database, SearchIndex index, TimeProvider clock, ILogger<SearchFiller> logger)
    : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(400);

    /// <summary>Between two steps, for those who wait for the commits of their messages.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1.5);

    private static readonly Gauge<double> Lag = GrainsTelemetry.Meter.CreateGauge<double>(
        "chat.search.lag", "s", "How long ago the search index last held everything that was committed; of the silo that fills it.");

    private readonly Lease _lease = new(database, "search");

    /// <summary>A timestamp; null while another silo fills the index.</summary>
    private long? _caughtUp;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await _lease.Release(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // It runs out by itself.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the thread that starts the host.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Fill(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException exception) when (Database.IsPassing(exception))
            {
                database.ClearPools();
                LogWaiting(exception.Message);
            }
            catch (Exception exception)
            {
                LogFailed(exception);
            }
            TellLag();
            await Pause(Renewal, stoppingToken);
        }
    }

    /// <summary>Works as long as this silo holds the lease.</summary>
    private async Task Fill(CancellationToken stopping)
    {
        while (await _lease.Hold(stopping))
        {
            _caughtUp ??= clock.GetTimestamp();
            for (var renewed = clock.GetTimestamp(); clock.GetElapsedTime(renewed) < Renewal;)
            {
                var step = await index.Step(stopping);
                if (!step.HasMore)
                    _caughtUp = clock.GetTimestamp();
                TellLag();
                if (!step.InHaste)
                    await Pause(step.HasMore ? Breath : Rest, stopping);
            }
        }
        _caughtUp = null;
        Lag.Record(0);
    }

    private void TellLag()
    {
        if (_caughtUp is { } caughtUp)
            Lag.Record(clock.GetElapsedTime(caughtUp).TotalSeconds);
    }

    private Task Pause(TimeSpan time, CancellationToken stopping) =>
        Task.Delay(time, clock, stopping).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The search index waits for PostgreSQL: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of filling the search index failed; it is tried again")]
    private partial void LogFailed(Exception exception);
}
