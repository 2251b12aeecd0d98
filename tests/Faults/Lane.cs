namespace OrleansChat.Faults;

internal sealed record Outgoing(Guid Id, string Content);

/// <summary>What one user sends to one conversation, in order.</summary>
internal sealed class Lane(SyncedClient client, string conversationId)
{
    public SyncedClient Client { get; } = client;

    public string ConversationId { get; } = conversationId;

    public List<Outgoing> Messages { get; } = [];
}
