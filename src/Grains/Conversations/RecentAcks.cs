using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>The Acks of a conversation's newest messages by (sender, client message id), bounded; a repeated send is mostly
/// answered from here, and else from the log.</summary>
internal sealed class RecentAcks
{
    /// <summary>How many are kept, and read when the conversation is loaded.</summary>
    public const int Capacity = 256;

    private readonly Dictionary<(string Sender, Guid ClientMessageId), Ack> _acks = [];
    private readonly Queue<(string, Guid)> _order = new();

    public void Add(string senderId, Guid clientMessageId, Ack ack)
    {
        if (!_acks.TryAdd((senderId, clientMessageId), ack with { Duplicate = true }))
            return;
        _order.Enqueue((senderId, clientMessageId));
        if (_order.Count > Capacity)
            _acks.Remove(_order.Dequeue());
    }

    /// <summary>The Ack as a repetition gets it; null when it is not among the newest.</summary>
    public Ack? Find(string senderId, Guid clientMessageId) => _acks.GetValueOrDefault((senderId, clientMessageId));

    public void Clear()
    {
        _acks.Clear();
        _order.Clear();
    }
}
