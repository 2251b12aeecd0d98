namespace OrleansChat.Grains.Conversations;

/// <summary>How often a conversation tells of typing: at most ten times within any second, of which starts take at most seven, so
/// that there is room for ends. Pure.</summary>
internal sealed class TypingBudget
{
    public const int MaxPushes = 10;
    public const int MaxStarts = 7;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Queue<(DateTimeOffset At, bool IsStart)> _taken = new();

    /// <returns>Whether one may be told now; then it counts.</returns>
    public bool TryTake(bool isStart, DateTimeOffset now)
    {
        while (_taken.TryPeek(out var oldest) && now - oldest.At >= Window)
            _taken.Dequeue();
        if (_taken.Count >= MaxPushes || (isStart && _taken.Count(push => push.IsStart) >= MaxStarts))
            return false;
        _taken.Enqueue((now, isStart));
        return true;
    }

    /// <summary>How long until an end may be told.</summary>
    public TimeSpan UntilNext(DateTimeOffset now) =>
        _taken.Count < MaxPushes || now - _taken.Peek().At >= Window ? TimeSpan.Zero : _taken.Peek().At + Window - now;
}
