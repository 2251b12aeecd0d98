using OrleansChat.FrontEnds;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Conversations;

namespace OrleansChat.WebFrontend.Users;

/// <summary>Tells live connections that a user's name or picture changed. A bounded courtesy: the peers of the newest direct
/// conversations get <c>ConversationChanged</c>; everybody else, groups too, sees it with the next Sync or read.</summary>
internal static class ProfileNews
{
    private const int MaxConversations = 50;

    public static async Task Tell(IGrainFactory grains, string userId)
    {
        var inbox = await grains.Reader().Inbox(userId, MaxConversations, null);
        foreach (var conversation in inbox.Value?.Items ?? [])
        {
            if (conversation.Peer is { } peer)
                _ = grains.GetGrain<IUserGrain>(peer.Id).Push(new UserPush(peer.Id, new ConversationTouched(conversation.Id)));
        }
    }
}
