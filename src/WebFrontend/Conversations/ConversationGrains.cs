using OrleansChat.Conversations;

namespace OrleansChat.WebFrontend.Conversations;

internal static class ConversationGrains
{
    /// <summary>Readers keep no state, so one key serves; the runtime runs as many as are needed.</summary>
    public static IConversationReaderGrain Reader(this IGrainFactory grains) =>
        grains.GetGrain<IConversationReaderGrain>("reader.0");
}
