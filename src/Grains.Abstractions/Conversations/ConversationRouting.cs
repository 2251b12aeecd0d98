using OrleansChat.Groups;

namespace OrleansChat.Conversations;

/// <summary>Routes ids to grains: the prefix of an id names its kind.</summary>
public static class ConversationRouting
{
    /// <returns>Null for a text that is no conversation's id.</returns>
    public static IConversationGrain? FindConversation(this IGrainFactory grains, string? id) =>
        Ids.IsDirect(id) ? grains.GetGrain<IDirectConversationGrain>(id)
        : Ids.IsGroup(id) ? grains.GetGrain<IGroupGrain>(id)
        : null;
}
