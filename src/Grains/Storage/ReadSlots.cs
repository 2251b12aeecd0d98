namespace OrleansChat.Grains.Storage;

/// <summary>
/// How many reads of one silo may use the database at a time, and how many may wait: whoever comes beyond that is told to
/// come back, so that a crowd that reconnects slows nobody's messages.
/// </summary>
internal sealed class ReadSlots(Database database)
{
    private const int Concurrent = 32;
    private const int Waiting = 2_000;

    private readonly SemaphoreSlim _slots = new(Concurrent, Concurrent);
    private int _waiting;

    /// <returns>The outcome of <paramref name="read"/>, or <see cref="ErrorCode.Unavailable"/> without it having been called.</returns>
    public async Task<Outcome<T>> Run<T>(Func<Task<Outcome<T>>> read)
    {
        if (Interlocked.Increment(ref _waiting) > Waiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Error.Unavailable("The server is busy. Try again in a moment.", TimeSpan.FromSeconds(2));
        }

        try
        {
            await _slots.WaitAsync();
        }
        finally
        {
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
