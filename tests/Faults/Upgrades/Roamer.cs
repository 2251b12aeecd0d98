using System.Collections.Concurrent;

namespace OrleansChat.Faults.Upgrades;

/// <summary>
/// A user with one device at each front-end, who sends without end: what is not acknowledged at one is sent again, with the same
/// id, at the next.
/// </summary>
internal sealed class Roamer : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly List<(string ConversationId, Guid Id, string Content)> _sent = [];
    private int _next;

    public Roamer(ChatUser user, IEnumerable<HttpClient> frontEnds)
    {
        User = user;
        Devices = [.. frontEnds.Select(frontEnd => new SyncedClient(user.At(frontEnd)))];
    }

    public ChatUser User { get; }

    public IReadOnlyList<SyncedClient> Devices { get; }

    public ConcurrentDictionary<Guid, Ack> Acks { get; } = new();

    public IReadOnlyList<(string ConversationId, Guid Id, string Content)> Sent => _sent;

    /// <summary>Sends to one conversation after the other, until it is told to stop; the last message is acknowledged, too.</summary>
    public async Task Send(IReadOnlyList<string> conversationIds, Action onAck, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var message = (ConversationId: conversationIds[i % conversationIds.Count], Id: Guid.NewGuid(), Content: $"{User} says {i}");
            _sent.Add(message);
            for (Ack? ack = null; ack is null;)
                ack = await TrySend(message.ConversationId, message.Content, message.Id);
            onAck();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in Devices)
            await device.DisposeAsync();
    }

    private async Task<Ack?> TrySend(string conversationId, string content, Guid id)
    {
        try
        {
            return Acks[id] = await Devices[_next % Devices.Count].Hub.Send(conversationId, content, id);
        }
        catch (Exception exception) when (exception is not InvalidDataException and not Refusal { Code: not "unavailable" })
        {
            _next++;
            await Task.Delay(Pause);
            return null;
        }
    }
}
