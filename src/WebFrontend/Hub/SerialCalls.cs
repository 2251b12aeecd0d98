namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Calls about receivers, one at a time for each. Whoever asks while a call is under way shares the next one, so every call
/// that is waited for began after it was asked for.
/// </summary>
/// <param name="call">Brings a receiver's grain up to date; it looks at what is wanted when it begins.</param>
internal sealed class SerialCalls(Func<string, Task> call)
{
    private readonly Lock _lock = new();

    /// <summary>The receivers with a call under way, and who waits for the next.</summary>
    private readonly Dictionary<string, TaskCompletionSource?> _underWay = [];

    /// <summary>Whether a call is under way.</summary>
    public bool IsRunning(string receiver)
    {
        lock (_lock)
            return _underWay.ContainsKey(receiver);
    }

    /// <returns>Ends as the call ends.</returns>
    public Task Run(string receiver)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_underWay.TryGetValue(receiver, out var next))
                return (_underWay[receiver] = next ?? asked).Task;
            _underWay.Add(receiver, null);
        }
        _ = CallWhileAsked(receiver, asked);
        return asked.Task;
    }

    private async Task CallWhileAsked(string receiver, TaskCompletionSource? asked)
    {
        for (; asked is not null; asked = TakeNext(receiver))
        {
            try
            {
                await call(receiver);
                asked.SetResult();
            }
            catch (Exception exception)
            {
                asked.SetException(exception);
            }
        }
    }

    private TaskCompletionSource? TakeNext(string receiver)
    {
        lock (_lock)
        {
            var next = _underWay[receiver];
            if (next is null)
                _underWay.Remove(receiver);
            else
                _underWay[receiver] = null;
            return next;
        }
    }
}
