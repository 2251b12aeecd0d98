using System.Collections.Concurrent;

namespace OrleansChat.InProcess.Tests.Infrastructure;

/// <summary>Named points at which a grain waits for its test and a test for its grain, and a list of what happened.</summary>
public sealed class Meeting
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _points = new();
    private readonly ConcurrentQueue<string> _events = new();

    public IReadOnlyCollection<string> Events => _events;

    /// <summary>Completes when the point is reached.</summary>
    public Task At(string point) => Point(point).Task;

    /// <summary>Lets all that wait at the point go on, those who come later, too.</summary>
    public void Reach(string point) => Point(point).TrySetResult();

    public void Record(string happened) => _events.Enqueue(happened);

    private TaskCompletionSource Point(string name) =>
        _points.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
