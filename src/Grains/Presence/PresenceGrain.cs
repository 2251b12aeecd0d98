using Microsoft.Extensions.Logging;
using OrleansChat.Presence;

namespace OrleansChat.Grains.Presence;

/// <summary>
/// A share of the users: who of them is online. In memory only; a new activation learns it from the front-ends within
/// <see cref="PresenceOptions.Youth"/>, and until then nobody is called offline. When users were last seen is written when their
/// grace is over, and also when they come, so that a crash leaves a time that is not far too old.
/// </summary>
/// <remarks>Everything interleaves, so that a slow database holds up nobody: what is in memory changes between two awaits only.</remarks>
internal sealed partial class PresenceGrain(
    PresenceStore store, PresenceOptions options, TimeProvider clock, ILogger<PresenceGrain> logger) : Grain, IPresenceGrain
{
    private readonly string _incarnation = Guid.NewGuid().ToString("N");
    private readonly PresenceShard _shard = new(options);
    private DateTimeOffset _grownUpAt;
    private bool _isGrownUp;
    private long _version;
    private bool _isCollecting;
    private IGrainTimer? _batch;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _grownUpAt = clock.GetUtcNow() + options.Youth;
        this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(options.Tick, options.Tick) { Interleave = true });
        _batch = this.RegisterGrainTimer(
            PushBatch,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task<PresenceAnswer> Report(PresenceReport report)
    {
        var isOfThis = report.IsWhole || report.Incarnation == _incarnation;
        if (!isOfThis || !_shard.Report(report.FrontEnd, report.IsWhole, report.Came, report.Left, clock.GetUtcNow()))
            return Task.FromResult(new PresenceAnswer(_incarnation, IsKnown: false, _version, null));
        if (!_isCollecting)
        {
            _isCollecting = true;
            _batch!.Change(options.Batch, Timeout.InfiniteTimeSpan);
        }
        return Task.FromResult(new PresenceAnswer(_incarnation, IsKnown: true, _version, report.WantsSnapshot ? Snapshot() : null));
    }

    private async Task PushBatch()
    {
        _isCollecting = false;
        var came = _shard.TakeCame();
        if (came.IsEmpty)
            return;
        Push(came.Select(userId => new UserPresence(userId, Online: true, null)));
        var now = clock.GetUtcNow();
        await TryWrite([.. came.Select(userId => (userId, now))]);
    }

    private async Task Tick()
    {
        var now = clock.GetUtcNow();
        _shard.Expire(now);
        // Committed before anybody is told. What cannot be written is tried again: the user stays online meanwhile.
        var gone = _shard.FindGone(now);
        if (gone.Count > 0 && await TryWrite(gone))
        {
            Push(gone.Where(left => _shard.Remove(left.UserId, left.LeftAt))
                .Select(left => new UserPresence(left.UserId, Online: false, left.LeftAt)));
        }
        if (_isGrownUp || now < _grownUpAt)
            return;
        _isGrownUp = true;
        _version++;
        var snapshot = Snapshot();
        foreach (var frontEnd in _shard.FrontEnds)
            _ = frontEnd.Observer.OnPresencePush(snapshot);
    }

    private void Push(IEnumerable<UserPresence> changes)
    {
        ImmutableArray<UserPresence> all = [.. changes];
        if (all.IsEmpty)
            return;
        var push = new PresencePush(this.GetPrimaryKeyString(), _incarnation, ++_version, IsWhole: false, all);
        foreach (var frontEnd in _shard.FrontEnds)
            _ = frontEnd.Observer.OnPresencePush(push);
    }

    private PresencePush Snapshot() => new(
        this.GetPrimaryKeyString(), _incarnation, _version, _isGrownUp,
        [.. _shard.Online.Select(userId => new UserPresence(userId, Online: true, null))]);

    private async Task<bool> TryWrite(List<(string, DateTimeOffset)> seen)
    {
        try
        {
            await store.WriteLastSeen(seen);
            return true;
        }
        catch (Exception exception)
        {
            LogNotWritten(exception, seen.Count);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "When {Count} users were last seen could not be stored")]
    private partial void LogNotWritten(Exception exception, int count);
}
