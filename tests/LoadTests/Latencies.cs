using System.Diagnostics;

namespace OrleansChat.LoadTests;

/// <summary>How long the same thing took, many times.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public async Task<T> Measure<T>(Func<Task<T>> action)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await action();
        Add(Stopwatch.GetElapsedTime(start));
        return result;
    }

    /// <summary>One by one.</summary>
    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <param name="fraction">From 0 to 1.</param>
    public double Percentile(double fraction)
    {
        _milliseconds.Sort();
        return _milliseconds[(int)Math.Min(fraction * _milliseconds.Count, _milliseconds.Count - 1)];
    }

    public override string ToString() =>
        $"p50 {Percentile(0.5):F1} ms, p99 {Percentile(0.99):F1} ms, max {Percentile(1):F1} ms ({_milliseconds.Count} times)";
}
