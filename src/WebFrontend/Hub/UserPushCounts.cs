using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Finds out whose pushes were lost on the way, when a silo that passed them on died. A user's grain counts what it hands to this
/// front-end and tells the number with each renewal; here is counted what arrives.
/// </summary>
internal sealed class UserPushCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Count> _counts = [];

    /// <summary>A push of a grain has come; counted while the user is known here.</summary>
    public void Arrived(string userId)
    {
        lock (_lock)
        {
            if (_counts.TryGetValue(userId, out var count))
                count.Arrived++;
        }
    }

    /// <summary>The user's grain is about to be asked.</summary>
    /// <returns>How many have arrived so far; for <see cref="Renewed"/>.</returns>
    public long Begin(string userId)
    {
        lock (_lock)
        {
            if (!_counts.TryGetValue(userId, out var count))
                _counts.Add(userId, count = new Count());
            return count.Arrived;
        }
    }

    /// <summary>The grain answered.</summary>
    /// <returns>Whether something that it has handed over is still to arrive.</returns>
    public bool Renewed(string userId, long arrivedBefore, UserConnection answer)
    {
        lock (_lock)
        {
            if (!_counts.TryGetValue(userId, out var count))
                return false;
            // A lease that this question made began to count at nothing.
            if (!answer.IsRenewal || (count.Incarnation is { } known && known != answer.Incarnation))
                count.Before = arrivedBefore;
            else if (count.Incarnation is null)
                count.Before = arrivedBefore - answer.Pushed;
            count.Incarnation = answer.Incarnation;
            return count.Arrived < count.Before + answer.Pushed;
        }
    }

    /// <summary>Some time after an answer: whether anything that was handed over before it has not arrived. Said once.</summary>
    public bool HasMissed(string userId, UserConnection answer)
    {
        lock (_lock)
        {
            if (!_counts.TryGetValue(userId, out var count)
                || count.Incarnation != answer.Incarnation
                || count.Arrived >= count.Before + answer.Pushed)
                return false;
            count.Before = count.Arrived - answer.Pushed;
            return true;
        }
    }

    /// <summary>The user has no connection here any more.</summary>
    public void Forget(string userId)
    {
        lock (_lock)
            _counts.Remove(userId);
    }

    private sealed class Count
    {
        public long Arrived { get; set; }

        /// <summary>What had arrived when the present lease had counted nothing.</summary>
        public long Before { get; set; }

        public string? Incarnation { get; set; }
    }
}
