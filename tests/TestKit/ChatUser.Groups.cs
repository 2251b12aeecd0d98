using OrleansChat.Conversations;
using OrleansChat.Groups;

namespace OrleansChat.TestKit;

/// <summary>Roles, the end of groups, invites.</summary>
public sealed partial class ChatUser
{
    public Task SetRole(string groupId, ChatUser member, string role) =>
        Call(HttpMethod.Patch, $"groups/{groupId}/members/{member.Id}", new { role });

    public Task DeleteGroup(string groupId) => Call(HttpMethod.Delete, $"groups/{groupId}");

    public Task<Invite> Invite(string groupId, int? maxUses = null, DateTimeOffset? expiresAt = null) =>
        Call<Invite>(HttpMethod.Post, $"groups/{groupId}/invites", new { maxUses, expiresAt });

    public Task<Page<Invite>> Invites(string groupId, int? limit = null, string? cursor = null) =>
        Call<Page<Invite>>(HttpMethod.Get, $"groups/{groupId}/invites{Query(("limit", limit), ("cursor", cursor))}");

    public Task<Invite> GetInvite(string groupId, string code) => Call<Invite>(HttpMethod.Get, $"groups/{groupId}/invites/{code}");

    public Task Withdraw(string groupId, string code) => Call(HttpMethod.Delete, $"groups/{groupId}/invites/{code}");

    public Task<InvitePreview> Preview(string code) => Call<InvitePreview>(HttpMethod.Get, $"invites/{code}");

    public Task<Conversation> Join(string code) => Call<Conversation>(HttpMethod.Post, $"invites/{code}/join");
}
