using OrleansChat.Conversations;
using OrleansChat.Groups;

namespace OrleansChat.WebFrontend.Conversations;

/// <summary>Routes ids to grains: the prefix of an id names its kind.</summary>
internal static class ConversationGrains
{
    /// <returns>Null for a text that is no conversation's id.</returns>
    public static IConversationGrain? FindConversation(this IGrainFactory grains, string? id) =>
        Ids.IsDirect(id) ? grains.GetGrain<IDirectConversationGrain>(id)
        : Ids.IsGroup(id) ? grains.GetGrain<IGroupGrain>(id)
        : null;

    /// <summary>Readers keep no state, so one key serves; the runtime runs as many as are needed.</summary>
    public static IConversationReaderGrain Reader(this IGrainFactory grains) =>
        grains.GetGrain<IConversationReaderGrain>("reader.0");
}
