namespace OrleansChat.WebFrontend.Hub;

/// <summary>The streams of pushes that come by here, by receiver (a group, or a user) and conversation. For the pump alone.</summary>
internal sealed class PushStreams
{
    private readonly Dictionary<string, Dictionary<string, PushOrder<PushWork>>> _streams = [];

    public IReadOnlyList<string> Receivers => [.. _streams.Keys];

    /// <summary>One that is not known yet has not begun.</summary>
    public PushOrder<PushWork> Of(string receiver, string conversationId)
    {
        if (!_streams.TryGetValue(receiver, out var streams))
            _streams.Add(receiver, streams = []);
        if (!streams.TryGetValue(conversationId, out var order))
            streams.Add(conversationId, order = new PushOrder<PushWork>());
        return order;
    }

    /// <summary>What follows to that receiver begins anew.</summary>
    /// <returns>What its streams held back, in order.</returns>
    public IReadOnlyList<PushWork> End(string receiver) =>
        _streams.Remove(receiver, out var streams) ? [.. streams.Values.SelectMany(order => order.GiveUp())] : [];
}
