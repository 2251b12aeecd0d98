using Microsoft.AspNetCore.SignalR;
using OrleansChat.WebFrontend.Conversations;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Sends users their own view of a conversation that changed; one read for all of them on this front-end.</summary>
internal sealed partial class ConversationViewsPusher(
    IGrainFactory grains,
    ConnectionRegistry registry,
    IHubContext<ChatHub, IChatClient> hub,
    ILogger<ConversationViewsPusher> logger)
{
    /// <summary>Above this, only those who joined get a view: the others learn name and count from the system message, so
    /// that ten thousand joins do not cost ten thousand times ten thousand reads.</summary>
    private const int SmallGroup = 100;

    public void PushGroup(string groupId, IReadOnlyList<string> added)
    {
        var members = registry.ConnectedMembers(groupId);
        PushTo(groupId, members.Length <= SmallGroup ? members : [.. added]);
    }

    public async void PushTo(string conversationId, ImmutableArray<string> userIds)
    {
        if (userIds.IsEmpty)
            return;
        try
        {
            foreach (var view in await grains.Reader().GetForEach(conversationId, userIds))
                await hub.Clients.Group(view.UserId).ConversationChanged(view.Conversation);
        }
        catch (Exception exception)
        {
            LogFailed(exception, conversationId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not send the views of {ConversationId}")]
    private partial void LogFailed(Exception exception, string conversationId);
}
