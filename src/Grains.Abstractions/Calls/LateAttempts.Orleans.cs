using System.Collections.Concurrent;

namespace OrleansChat.Calls;

/// <summary>
/// Refuses an attempt of a call that comes after a later attempt of it. Its caller gave it up, has been answered since and may have
/// changed the same thing again: an edit that a frozen silo had in its buffers and passed on when it woke would undo a newer one.
/// </summary>
/// <remarks>Only attempts after the first are remembered, and only here: the grain would have to move in between for one to be missed.</remarks>
public sealed class LateAttempts(TimeProvider clock) : IIncomingGrainCallFilter
{
    /// <summary>Much longer than a silo that was frozen lives on.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, (int Attempt, DateTimeOffset At)> _latest = new();

    /// <exception cref="TimeoutException">The attempt is late. Nobody waits for it.</exception>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        // Calls that the method makes carry its attempt along; theirs is another one, or none.
        if (context.InterfaceMethod is { } method && IdempotentRetry.MarkOf(method) is { Overwrites: true } && CallAttempt.Current() is { } attempt)
            Check(attempt);
        return context.Invoke();
    }

    private void Check(CallAttempt attempt)
    {
        if (attempt.Number == 0 && _latest.IsEmpty)
            return;
        var now = clock.GetUtcNow();
        if (_latest.TryGetValue(attempt.Call, out var latest) && latest.Attempt > attempt.Number)
            throw new TimeoutException("A later attempt of this call has come before this one, which was held up. Nothing is left to do.");
        if (attempt.Number > 0)
            Note(attempt, now);
    }

    private void Note(CallAttempt attempt, DateTimeOffset now)
    {
        foreach (var (call, known) in _latest)
        {
            if (now - known.At > Memory)
                _latest.TryRemove(call, out _);
        }
        _latest.AddOrUpdate(attempt.Call, (attempt.Number, now), (_, known) => (Math.Max(known.Attempt, attempt.Number), now));
    }
}
