using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.Storage;

/// <summary>Whether this silo is still one of the cluster, as the database has it.</summary>
internal interface ISiloStanding
{
    /// <returns>Null when nothing is known of it: it has not joined yet.</returns>
    Task<bool?> IsMember();
}

/// <summary>
/// Keeps a silo that stood still (frozen, swapped out, without a processor) from the database until it knows that it was not declared
/// dead meanwhile. What a grain began or was asked before, and would go on with now, might undo what its next activation has written;
/// keys and ETags fence most of it, this the rest: pins, mutes, lists.
/// </summary>
/// <remarks>
/// A beat tells that time passes evenly. Whoever comes first after a gap, the beat or somebody who wants to write, notices it, so
/// there is no moment in which the fence is open. Between the check and the write are microseconds.
/// </remarks>
/// <param name="standing">Null when the silo is alone: nobody takes over its grains.</param>
internal sealed partial class WriteFence(TimeProvider clock, ILogger<WriteFence> logger, ISiloStanding? standing = null) : BackgroundService
{
    /// <summary>Said to whoever is kept waiting.</summary>
    public const string Doubt = "This silo stood still and is finding out whether its grains run elsewhere. Try again in a moment.";

    /// <summary>Without a beat for so long, the silo stood still. Others declare it dead after 12 s of silence at the earliest.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private long _beat = clock.GetTimestamp();
    private volatile bool _isInDoubt;

    /// <summary>Whether the database may be used; for a silo that is alone, always.</summary>
    public bool IsOpen => standing is null || (clock.GetElapsedTime(Volatile.Read(ref _beat)) <= Limit && !_isInDoubt);

    /// <summary>Takes note that time passes, and settles a doubt.</summary>
    public async Task Beat()
    {
        if (standing is null)
            return;
        // The doubt first: at no moment does it look as if nothing had been.
        if (clock.GetElapsedTime(Volatile.Read(ref _beat)) > Limit)
            _isInDoubt = true;
        var now = clock.GetTimestamp();
        Volatile.Write(ref _beat, now);
        if (!_isInDoubt)
            return;
        var isMember = await standing.IsMember();
        // An answer from before another standstill tells nothing.
        if (isMember == true && clock.GetElapsedTime(now) <= Limit)
        {
            _isInDoubt = false;
            LogWent();
        }
        else if (isMember == false)
        {
            LogDead();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Beat();
            }
            catch (Exception exception)
            {
                LogUnknown(exception.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This silo stood still for some seconds; it is still a member of the cluster and goes on")]
    private partial void LogWent();

    [LoggerMessage(Level = LogLevel.Error, Message = "This silo stood still and was declared dead: it writes nothing any more and ends. Start it again")]
    private partial void LogDead();

    [LoggerMessage(Level = LogLevel.Warning, Message = "This silo stood still, and PostgreSQL does not tell whether it is still a member of the cluster: {Reason}")]
    private partial void LogUnknown(string reason);
}
