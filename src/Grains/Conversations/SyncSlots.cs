using Microsoft.Extensions.Options;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>Of Sync alone: a crowd that comes back slows nobody who reads or sends.</summary>
internal sealed class SyncSlots(Database database, IOptions<SyncOptions> options)
    : Slots(database, options.Value.Concurrent, options.Value.Waiting);

/// <summary>How many Syncs one silo admits.</summary>
internal sealed class SyncOptions
{
    public const string Section = "Chat:Sync";

    private const int MaxConcurrent = 100;
    private const int MaxWaiting = 100_000;

    /// <summary>That use the database at a time.</summary>
    public int Concurrent { get; set; } = 16;

    /// <summary>That wait for those; whoever comes beyond is answered <c>unavailable</c>.</summary>
    public int Waiting { get; set; } = 500;

    public bool IsValid => Concurrent is >= 1 and <= MaxConcurrent && Waiting is >= 0 and <= MaxWaiting;

    public static string Rule =>
        $"{Section}:{nameof(Concurrent)} must be 1 to {MaxConcurrent}, {Section}:{nameof(Waiting)} 0 to {MaxWaiting}.";
}
