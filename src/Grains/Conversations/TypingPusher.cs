namespace OrleansChat.Grains.Conversations;

/// <summary>Tells who is typing, within the <see cref="TypingBudget"/>. Starts beyond it are dropped, the next one tells the same; ends
/// come late, or somebody would seem to type for ever.</summary>
internal sealed class TypingPusher(Grain grain, TimeProvider clock)
{
    private readonly TypingBudget _budget = new();
    private readonly List<string> _lateEnds = [];
    private IGrainTimer? _timer;

    /// <summary>Who is typing, or no longer.</summary>
    public required Action<string, bool> Push { get; init; }

    public void Set(string userId, bool typing)
    {
        var isStillShown = _lateEnds.Remove(userId);
        if (typing)
        {
            if (!isStillShown && _budget.TryTake(isStart: true, clock.GetUtcNow()))
                Push(userId, true);
            return;
        }
        _lateEnds.Add(userId);
        TellEnds();
    }

    private void TellEnds()
    {
        while (_lateEnds.Count > 0)
        {
            var now = clock.GetUtcNow();
            if (!_budget.TryTake(isStart: false, now))
            {
                Schedule(_budget.UntilNext(now));
                return;
            }
            var userId = _lateEnds[0];
            _lateEnds.RemoveAt(0);
            Push(userId, false);
        }
    }

    private void Schedule(TimeSpan wait)
    {
        _timer ??= grain.RegisterGrainTimer(Tick, new GrainTimerCreationOptions
        {
            DueTime = Timeout.InfiniteTimeSpan,
            Period = Timeout.InfiniteTimeSpan,
            Interleave = true,
        });
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private Task Tick()
    {
        TellEnds();
        return Task.CompletedTask;
    }
}
