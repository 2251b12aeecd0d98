using System.Diagnostics.Metrics;
using OrleansChat.Grains.Telemetry;

namespace OrleansChat.Grains.Storage;

/// <summary>
/// How many reads of one kind may use the database at a time in one silo, and how many may wait: whoever comes beyond that is told to
/// come back, and when, each at another time, so that a crowd neither slows others down nor returns as one.
/// </summary>
internal abstract class Slots(Database database, int concurrent, int waiting)
{
    private const int MaxRetrySeconds = 5;

    private static readonly UpDownCounter<int> WaitingReads = GrainsTelemetry.Meter.CreateUpDownCounter<int>(
        "chat.reads.waiting", "{read}", "Reads (syncs, history, search) that wait for their turn at the database.");

    private static readonly Counter<long> RefusedReads = GrainsTelemetry.Meter.CreateCounter<long>(
        "chat.reads.refused", "{read}", "Reads that were told to come back, because too many waited.");

    private readonly SemaphoreSlim _slots = new(concurrent, concurrent);
    private int _waiting;

    /// <returns>The outcome of <paramref name="read"/>, or <see cref="ErrorCode.Unavailable"/> without it having been called.</returns>
    public async Task<Outcome<T>> Run<T>(Func<Task<Outcome<T>>> read)
    {
        WaitingReads.Add(1);
        try
        {
            if (!_slots.Wait(0) && !await WaitInLine())
                return Busy();
        }
        finally
        {
            WaitingReads.Add(-1);
        }
        try
        {
            return await database.Read(read);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <returns>False when too many wait already.</returns>
    private async Task<bool> WaitInLine()
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > waiting)
                return false;
            await _slots.WaitAsync();
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static Error Busy()
    {
        RefusedReads.Add(1);
        var seconds = Random.Shared.Next(1, MaxRetrySeconds + 1);
        return Error.Unavailable($"The server is busy. Try again in {seconds} s.", TimeSpan.FromSeconds(seconds));
    }
}
