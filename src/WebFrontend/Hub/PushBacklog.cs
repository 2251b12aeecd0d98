using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>How much may wait for the pump.</summary>
internal sealed class PushBacklogOptions
{
    public const string Section = "Chat:PushBacklog";

    private const int MinBytes = 64 * 1024;
    private const int MaxBytesEver = 1024 * 1024 * 1024;

    /// <summary>Bytes, estimated.</summary>
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    public bool IsValid => MaxBytes is >= MinBytes and <= MaxBytesEver;

    public static string Rule => $"{Section}:{nameof(MaxBytes)} must be {MinBytes} to {MaxBytesEver}.";
}

/// <summary>
/// Bounds what waits for the pump when grains push faster than it can fan out. Above half of the bound typing and presence are
/// left out, above the whole of it everything that a Sync brings back; once it is below half again, whoever may have missed such
/// a push is told to sync. Changes of members, removals and ends of sessions are never left out: they are few, and callers wait for them.
/// </summary>
internal sealed partial class PushBacklog : IDisposable
{
    /// <summary>Of any work beside a message's text.</summary>
    private const int Overhead = 512;

    private readonly Lock _lock = new();
    private readonly long _most;
    private readonly Meter _meter;
    private readonly Counter<long> _left;
    private readonly ILogger<PushBacklog> _logger;

    /// <summary>The newest version that was left out; 0 for what has none.</summary>
    private Dictionary<(string Receiver, string ConversationId), long> _missed = [];
    private long _bytes;
    private bool _isFull;

    public PushBacklog(IOptions<PushBacklogOptions> options, IMeterFactory meters, ILogger<PushBacklog> logger)
    {
        (_most, _logger) = (options.Value.MaxBytes, logger);
        _meter = meters.Create(SlowClients.MeterName);
        _left = _meter.CreateCounter<long>(
            "chat.pushes.left_out", "{push}", "Pushes that were not sent because the front-end was behind.");
    }

    /// <returns>False when the work is to be left out.</returns>
    public bool Admit(PushWork work)
    {
        lock (_lock)
        {
            if (_bytes > _most / 2 && IsLight(work) || _bytes > _most && TryMiss(work))
            {
                _left.Add(1);
                return false;
            }
            _bytes += Size(work);
            return true;
        }
    }

    /// <summary>The pump has taken an admitted work.</summary>
    /// <returns>What is to be told to those who may have missed something; mostly nothing.</returns>
    public IReadOnlyCollection<PushWork> Took(PushWork work)
    {
        lock (_lock)
        {
            _bytes -= Size(work);
            if (!_isFull || _bytes > _most / 2)
                return [];
            var missed = _missed;
            (_missed, _isFull) = ([], false);
            LogOver(missed.Count);
            return [.. missed.Select(one => new PushesLost(one.Key.Receiver, one.Key.ConversationId, one.Value))];
        }
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>A lost push of presence is noticed by its version; typing ends by itself.</summary>
    private static bool IsLight(PushWork work) => work is PresenceWork or GroupWork { Push.Event: TypingChanged } or UserWork { Push.Event: TypingChanged };

    private bool TryMiss(PushWork work)
    {
        switch (work)
        {
            case GroupWork { Applied: null, Push: { Event: MessageChanged, Added.IsEmpty: true, Removed.IsEmpty: true, Refresh: false } push }:
                Miss(push.GroupId, push.GroupId, push.Version);
                break;
            case GroupWork { Applied: null, Push: { Event: ConversationTouched, Added.IsEmpty: true, Removed.IsEmpty: true } push }:
                Miss(push.GroupId, push.GroupId, null);
                break;
            case UserWork { Push: { Event: MessageChanged { Message: var message } } push }:
                Miss(push.UserId, message.ConversationId, push.Version);
                break;
            case UserWork { Push: { Event: ConversationTouched touched } push }:
                Miss(push.UserId, touched.ConversationId, null);
                break;
            case ViewsRead read:
                foreach (var userId in read.UserIds)
                    Miss(userId, read.ConversationId, null);
                break;
            case GroupWork { Push.Event: ReceiptsChanged or ReceiptCountsChanged } or UserWork { Push.Event: ReceiptsChanged or ReceiptCountsChanged }:
                return true; // the next one says as much
            default:
                return false;
        }
        if (!_isFull)
            LogFull(_bytes);
        return _isFull = true;
    }

    private void Miss(string receiver, string conversationId, long? version)
    {
        var key = (receiver, conversationId);
        _missed[key] = Math.Max(version ?? 0, _missed.GetValueOrDefault(key));
    }

    private static long Size(PushWork work) => work switch
    {
        GroupWork { Push.Event: MessageChanged { Message: var message } } => Size(message),
        UserWork { Push.Event: MessageChanged { Message: var message } } => Size(message),
        ViewsRead { Views: { } views } => Overhead + views.Sum(view => Size(view.Conversation.LastMessage)),
        _ => Overhead,
    };

    private static long Size(Message? message) => Overhead + (2 * (message?.Content.Length ?? 0));

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Pushes come faster than they can be sent on: {Bytes} bytes wait. What a Sync brings back is left out until half is done. Add front-ends")]
    private partial void LogFull(long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Half of the waiting pushes are done; {Count} streams are told to sync")]
    private partial void LogOver(int count);
}
