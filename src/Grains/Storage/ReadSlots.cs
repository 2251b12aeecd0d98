using System.Diagnostics.Metrics;
using OrleansChat.Grains.Telemetry;

namespace OrleansChat.Grains.Storage;

/// <summary>
/// How many reads of one silo may use the database at a time, and how many may wait: whoever comes beyond that is told to
/// come back, so that a crowd that reconnects slows nobody's messages.
/// </summary>
internal sealed class ReadSlots(Database database)
{
    private const int Concurrent = 32;
    private const int Waiting = 2_000;

    private static readonly UpDownCounter<int> WaitingReads = GrainsTelemetry.Meter.CreateUpDownCounter<int>(
        "chat.reads.waiting", "{read}", "Reads (syncs, history, search) that wait for their turn at the database.");

    private static readonly Counter<long> RefusedReads = GrainsTelemetry.Meter.CreateCounter<long>(
        "chat.reads.refused", "{read}", "Reads that were told to come back, because too many waited.");

    private readonly SemaphoreSlim _slots = new(Concurrent, Concurrent);
    private int _waiting;

    /// <returns>The outcome of <paramref name="read"/>, or <see cref="ErrorCode.Unavailable"/> without it having been called.</returns>
    public async Task<Outcome<T>> Run<T>(Func<Task<Outcome<T>>> read)
    {
        if (Interlocked.Increment(ref _waiting) > Waiting)
        {
            Interlocked.Decrement(ref _waiting);
            RefusedReads.Add(1);
            return Error.Unavailable("The server is busy. Try again in a moment.", TimeSpan.FromSeconds(2));
        }

        try
        {
            WaitingReads.Add(1);
            await _slots.WaitAsync();
        }
        finally
        {
            WaitingReads.Add(-1);
            Interlocked.Decrement(ref _waiting);
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
}
