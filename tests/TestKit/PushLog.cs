namespace OrleansChat.TestKit;

/// <summary>The pushes of one kind that a connection received, and waits for those to come.</summary>
public sealed class PushLog<T>(string kind)
{
    private readonly Lock _lock = new();
    private readonly List<T> _received = [];
    private readonly List<(Func<T, bool> Matches, TaskCompletionSource<T> Done)> _waits = [];

    /// <summary>All so far, in order of arrival.</summary>
    public IReadOnlyList<T> Received
    {
        get
        {
            lock (_lock)
                return [.. _received];
        }
    }

    /// <summary>Arms a wait: call it before the trigger, await it afterwards.</summary>
    /// <exception cref="TimeoutException">It did not come; the text says what did.</exception>
    public Task<T> Next(Func<T, bool>? matches = null)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _waits.Add((matches ?? (_ => true), done));
        return Wait(done.Task);
    }

    /// <summary>As <see cref="Next"/>, or one that has come already.</summary>
    public Task<T> Any(Func<T, bool> matches)
    {
        lock (_lock)
        {
            var index = _received.FindIndex(push => matches(push));
            return index >= 0 ? Task.FromResult(_received[index]) : Next(matches);
        }
    }

    internal void Add(T push)
    {
        lock (_lock)
        {
            _received.Add(push);
            foreach (var wait in _waits.Where(wait => wait.Matches(push)).ToArray())
            {
                _waits.Remove(wait);
                wait.Done.SetResult(push);
            }
        }
    }

    private async Task<T> Wait(Task<T> task)
    {
        try
        {
            return await task.WaitAsync(Patience.Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No such {kind} came. These did: {string.Join("; ", Received)}");
        }
    }
}
