using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using OrleansChat.Limits;
using OrleansChat.WebFrontend.Telemetry;

namespace OrleansChat.WebFrontend.Limits;

/// <summary>
/// Counts what users and addresses do against <see cref="RateLimits"/>: token buckets in memory, which vanish when they are idle
/// and full, and for what holds over all front-ends the windows of <see cref="IRateLimitGrain"/>.
/// </summary>
internal sealed class RateLimiting(IGrainFactory grains, RateLimitOptions options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly Counter<long> Refusals = FrontEndTelemetry.Meter.CreateCounter<long>(
        "chat.rate_limit.refusals", "{request}", "Requests and hub calls that were refused for being too many.");

    private static readonly IReadOnlyDictionary<Limit, RateLimit> Rows = RateLimits.Table.ToDictionary(row => row.Limit);

    private readonly PartitionedRateLimiter<(Limit Limit, string Subject)> _buckets =
        PartitionedRateLimiter.Create<(Limit Limit, string Subject), (Limit, string)>(
            subject => RateLimitPartition.GetTokenBucketLimiter(subject, key => BucketOf(Rows[key.Item1])));

    /// <param name="userId">Empty for somebody who is not signed in.</param>
    /// <returns>Null: go on.</returns>
    public ValueTask<Error?> Take(Limit limit, string userId, string address)
    {
        if (options.Off || limit == Limit.Unlimited)
            return new((Error?)null);
        if (userId.Length == 0 && limit is Limit.Other)
            limit = Limit.Anonymous;
        var row = Rows[limit];
        return row.Per switch
        {
            Per.AddressOfCluster => TakeOfCluster(row, address),
            Per.User when userId.Length > 0 => new(TakeHere(row, userId)),
            _ => new(TakeHere(row, address)),
        };
    }

    public void Dispose() => _buckets.Dispose();

    private Error? TakeHere(RateLimit row, string subject)
    {
        using var lease = _buckets.AttemptAcquire((row.Limit, subject));
        if (lease.IsAcquired)
            return null;
        return Refusal(row, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : row.Every);
    }

    private async ValueTask<Error?> TakeOfCluster(RateLimit row, string address)
    {
        // So that nobody can busy the grain.
        if (TakeHere(Rows[Limit.Anonymous], address) is { } flood)
            return flood;
        var shard = grains.GetGrain<IRateLimitGrain>(RateLimitShards.KeyFor(address));
        return await shard.TryTake(row.Limit.ToString(), address, row.Burst, Window) is { } wait ? Refusal(row, wait) : null;
    }

    private static Error Refusal(RateLimit row, TimeSpan wait)
    {
        Refusals.Add(1, new KeyValuePair<string, object?>("chat.limit", row.Limit.ToString()));
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        return new(ErrorCode.RateLimited, $"Too many {row.Name}. Try again in {seconds} s.", null, TimeSpan.FromSeconds(seconds));
    }

    private static TokenBucketRateLimiterOptions BucketOf(RateLimit row)
    {
        // Buckets are refilled every 100 ms at most.
        var period = TimeSpan.FromTicks(Math.Max(row.Every.Ticks, TimeSpan.FromMilliseconds(100).Ticks));
        return new()
        {
            TokenLimit = row.Burst,
            ReplenishmentPeriod = period,
            TokensPerPeriod = (int)Math.Round(period / row.Every),
            QueueLimit = 0,
            AutoReplenishment = false,
        };
    }
}
