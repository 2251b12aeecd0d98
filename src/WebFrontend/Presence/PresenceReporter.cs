using OrleansChat.Presence;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.WebFrontend.Presence;

/// <summary>
/// Tells the shards who is connected here: changes in batches, everybody when a shard does not know this front-end, and every 10 s
/// that it is still there. Each shard has one report under way at a time.
/// </summary>
internal sealed partial class PresenceReporter : BackgroundService
{
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory _grains;
    private readonly ConnectionRegistry _registry;
    private readonly PresenceBoard _board;
    private readonly PresencePusher _pusher;
    private readonly FrontEndIdentity _self;
    private readonly TimeProvider _clock;
    private readonly ILogger<PresenceReporter> _logger;
    private readonly Shard[] _shards = [.. PresenceShards.Keys.Select(key => new Shard(key))];

    public PresenceReporter(
        IGrainFactory grains,
        ConnectionRegistry registry,
        UserSubscriptions users,
        PresenceBoard board,
        PresencePusher pusher,
        FrontEndIdentity self,
        TimeProvider clock,
        ILogger<PresenceReporter> logger)
    {
        (_grains, _registry, _board, _pusher, _self) = (grains, registry, board, pusher, self);
        (_clock, _logger) = (clock, logger);
        users.Added += (userId, _) => Note(userId);
        users.Left += Note;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Batch, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var shard in _shards)
            {
                if (shard.UnderWay.IsCompleted && IsDue(shard))
                    shard.UnderWay = Report(shard);
            }
        }
    }

    private bool IsDue(Shard shard)
    {
        var now = _clock.GetUtcNow();
        if (now < shard.PausedUntil)
            return false;
        lock (shard.Noted)
            return shard.Noted.Count > 0 || shard.Incarnation is null || shard.RenewAt <= now || _board.WantsSnapshot(shard.Key);
    }

    private void Note(string userId)
    {
        var shard = _shards[PresenceShards.IndexOf(userId)];
        lock (shard.Noted)
            shard.Noted.Add(userId);
    }

    private async Task Report(Shard shard)
    {
        try
        {
            var report = Next(shard);
            var answer = await _grains.GetGrain<IPresenceGrain>(shard.Key).Report(report);
            if (!answer.IsKnown)
            {
                shard.Incarnation = null;
                return;
            }
            if (answer.Snapshot is { } snapshot)
                _pusher.ApplySnapshot(snapshot);
            else if (shard.Incarnation == answer.Incarnation)
                _board.Expect(shard.Key, shard.Version); // what was pushed before the last answer has arrived by now
            (shard.Incarnation, shard.Version) = (answer.Incarnation, answer.Version);
            shard.RenewAt = _clock.GetUtcNow() + (Renewal * (0.8 + (0.2 * Random.Shared.NextDouble())));
        }
        catch (Exception exception)
        {
            // Whether the report was applied is unknown: next time everybody.
            shard.Incarnation = null;
            shard.PausedUntil = _clock.GetUtcNow() + Pause;
            LogFailed(exception, shard.Key);
        }
    }

    private PresenceReport Next(Shard shard)
    {
        ImmutableArray<string> noted;
        lock (shard.Noted)
        {
            noted = [.. shard.Noted];
            shard.Noted.Clear();
        }
        // A shard that is new to us has pushes that we have not seen.
        var wantsSnapshot = shard.Incarnation is null || _board.WantsSnapshot(shard.Key);
        if (shard.Incarnation is null)
        {
            shard.Reported = [.. _registry.Users().Where(userId => _shards[PresenceShards.IndexOf(userId)] == shard)];
            return new PresenceReport(_self.FrontEnd, null, IsWhole: true, [.. shard.Reported], [], wantsSnapshot);
        }
        var here = noted.ToLookup(_registry.HasReceiver);
        return new PresenceReport(
            _self.FrontEnd,
            shard.Incarnation,
            IsWhole: false,
            [.. here[true].Where(shard.Reported.Add)],
            [.. here[false].Where(shard.Reported.Remove)],
            wantsSnapshot);
    }

    /// <param name="key">Of its grain.</param>
    private sealed class Shard(string key)
    {
        public string Key { get; } = key;

        /// <summary>Users who came or left since the last report.</summary>
        public HashSet<string> Noted { get; } = [];

        /// <summary>Users whom the shard was told of.</summary>
        public HashSet<string> Reported { get; set; } = [];

        /// <summary>Null when everybody must be reported.</summary>
        public string? Incarnation { get; set; }

        public long Version { get; set; }

        public DateTimeOffset RenewAt { get; set; }

        public DateTimeOffset PausedUntil { get; set; }

        public Task UnderWay { get; set; } = Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Presence shard {Shard} did not take a report; it is told again")]
    private partial void LogFailed(Exception exception, string shard);
}
