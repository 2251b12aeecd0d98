using System.Diagnostics.Metrics;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Why a connection was given up.</summary>
internal enum SlowReason
{
    /// <summary>More waited for it than it may cost.</summary>
    Behind,

    /// <summary>Nothing could be written for too long.</summary>
    Stalled,
}

/// <summary>Keeps the books of the clients that were dropped because they did not read.</summary>
internal sealed partial class SlowClients : IDisposable
{
    public const string MeterName = "OrleansChat.Hub";

    private readonly Meter _meter;
    private readonly Counter<long> _dropped;
    private readonly ILogger<SlowClients> _logger;

    public SlowClients(IMeterFactory meters, ILogger<SlowClients> logger)
    {
        _meter = meters.Create(MeterName);
        _dropped = _meter.CreateCounter<long>(
            "chat.connections.dropped", "{connection}", "Connections that were dropped because their client did not read.");
        _logger = logger;
    }

    /// <param name="waiting">Bytes, beside what its transport holds.</param>
    public void Note(string connectionId, string? userId, SlowReason reason, long waiting)
    {
        _dropped.Add(1, new KeyValuePair<string, object?>("chat.connection.drop_reason", reason.ToString()));
        LogDropped(connectionId, userId, reason, waiting);
    }

    public void Dispose() => _meter.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Connection {ConnectionId} of {UserId} is dropped: its client does not read ({Reason}, {Waiting} bytes wait). It comes back and syncs")]
    private partial void LogDropped(string connectionId, string? userId, SlowReason reason, long waiting);
}
