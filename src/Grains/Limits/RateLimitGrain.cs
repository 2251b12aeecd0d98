using OrleansChat.Limits;

namespace OrleansChat.Grains.Limits;

/// <summary>A shard of the addresses that register and sign in; in memory only.</summary>
internal sealed class RateLimitGrain(TimeProvider clock) : Grain, IRateLimitGrain
{
    /// <summary>Windows in one shard: about 10 MB when all are full.</summary>
    private const int Capacity = 16_384;

    private readonly AttemptWindows _windows = new(clock, Capacity);

    public Task<TimeSpan?> TryTake(string limit, string address, int permits, TimeSpan window) =>
        Task.FromResult(_windows.TryTake(limit, address, permits, window));
}
