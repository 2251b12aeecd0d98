using OrleansChat.Blobs.Tests.Formats;

namespace OrleansChat.Web.Tests.Access;

/// <summary>How each row of the matrix is acted out.</summary>
internal static class AccessActions
{
    private static byte[] Picture => Samples.PngWithTexts;

    public static IReadOnlyDictionary<string, Func<AccessScene, Task>> All { get; } = new Dictionary<string, Func<AccessScene, Task>>
    {
        ["POST /api/auth/register"] = scene => scene.Rest(HttpMethod.Post, "auth/register", new { username = NewName(), password = ChatUser.Password }),
        ["POST /api/auth/login"] = scene => scene.Rest(HttpMethod.Post, "auth/login", Credentials(scene.World.Bystander)),
        ["POST /api/auth/refresh"] = Refresh,
        ["POST /api/auth/logout"] = async scene => await (await scene.Expendable()).Rest(HttpMethod.Post, "auth/logout"),
        ["POST /api/auth/password"] = async scene => await (await scene.Expendable()).Rest(
            HttpMethod.Post, "auth/password", new { currentPassword = ChatUser.Password, newPassword = "another good one 8" }),
        ["GET /api/auth/sessions"] = scene => scene.Rest(HttpMethod.Get, "auth/sessions"),
        ["DELETE /api/auth/sessions/{id}"] = async scene => await scene.Rest(HttpMethod.Delete, $"auth/sessions/{await SessionOf(scene.World.Sender)}"),

        ["GET /api/users"] = scene => scene.Rest(HttpMethod.Get, "users?query=user"),
        ["GET /api/users/{id}"] = scene => scene.Rest(HttpMethod.Get, $"users/{scene.Peer.Id}"),
        ["GET /api/users/me"] = scene => scene.Rest(HttpMethod.Get, "users/me"),
        ["PATCH /api/users/me"] = scene => scene.Rest(HttpMethod.Patch, "users/me", new { displayName = "Somebody" }),
        ["DELETE /api/users/me"] = async scene => await (await scene.Expendable()).Rest(
            HttpMethod.Delete, "users/me", new { password = ChatUser.Password }),
        ["GET /api/users/me/export"] = scene => scene.Rest(HttpMethod.Get, "users/me/export"),
        ["PUT /api/users/me/avatar"] = async scene => await scene.Rest(
            HttpMethod.Put, "users/me/avatar", new { imageId = await ImageOf(scene) }),
        ["DELETE /api/users/me/avatar"] = scene => scene.Rest(HttpMethod.Delete, "users/me/avatar"),

        ["GET /api/contacts"] = scene => scene.Rest(HttpMethod.Get, "contacts"),
        ["POST /api/contacts"] = scene => scene.Rest(HttpMethod.Post, "contacts", new { userId = scene.Peer.Id }),
        ["POST /api/contacts/{userId}/accept"] = scene => Answered(scene, "accept"),
        ["POST /api/contacts/{userId}/decline"] = scene => Answered(scene, "decline"),
        ["DELETE /api/contacts/{userId}"] = scene => scene.Rest(HttpMethod.Delete, $"contacts/{scene.Peer.Id}"),
        ["PUT /api/contacts/{userId}/block"] = scene => scene.Rest(HttpMethod.Put, $"contacts/{scene.World.Bystander.Id}/block"),
        ["DELETE /api/contacts/{userId}/block"] = scene => scene.Rest(HttpMethod.Delete, $"contacts/{scene.World.Bystander.Id}/block"),
        ["GET /api/contacts/suggestions"] = scene => scene.Rest(HttpMethod.Get, "contacts/suggestions"),

        ["GET /api/conversations"] = scene => scene.Rest(HttpMethod.Get, "conversations"),
        ["POST /api/conversations/direct"] = scene => scene.Rest(HttpMethod.Post, "conversations/direct", new { userId = scene.Peer.Id }),
        ["GET /api/conversations/{id}"] = scene => scene.Rest(HttpMethod.Get, $"conversations/{scene.Group}"),
        ["GET /api/conversations/{id} (direct)"] = scene => scene.Rest(HttpMethod.Get, $"conversations/{scene.Direct}"),
        ["PATCH /api/conversations/{id}"] = scene => scene.Rest(HttpMethod.Patch, $"conversations/{scene.Group}", new { muted = true }),
        ["GET /api/conversations/{id}/members"] = scene => scene.Rest(HttpMethod.Get, $"conversations/{scene.Group}/members"),
        ["POST /api/conversations/{id}/read"] = scene => scene.Rest(HttpMethod.Post, $"conversations/{scene.Group}/read", new { seq = 1 }),
        ["POST /api/conversations/{id}/delivered"] = scene => scene.Rest(HttpMethod.Post, $"conversations/{scene.Group}/delivered", new { seq = 1 }),
        ["GET /api/conversations/{id}/messages"] = scene => scene.Rest(HttpMethod.Get, scene.Messages),
        ["GET /api/conversations/{id}/messages (direct)"] = scene => scene.Rest(HttpMethod.Get, $"conversations/{scene.Direct}/messages"),
        ["POST /api/conversations/{id}/messages"] = scene => scene.Rest(HttpMethod.Post, scene.Messages, NewMessage()),
        ["POST /api/conversations/{id}/messages (direct)"] = scene => scene.Rest(HttpMethod.Post, $"conversations/{scene.Direct}/messages", NewMessage()),
        ["PATCH /api/conversations/{id}/messages/{seq}"] = scene => scene.Rest(HttpMethod.Patch, $"{scene.Messages}/{scene.Seq}", new { content = "edited" }),
        ["DELETE /api/conversations/{id}/messages/{seq}"] = scene => scene.Rest(HttpMethod.Delete, $"{scene.Messages}/{scene.Seq}"),
        ["GET /api/conversations/{id}/messages/{seq}/history"] = scene => scene.Rest(HttpMethod.Get, $"{scene.Messages}/{scene.Seq}/history"),
        ["PUT /api/conversations/{id}/messages/{seq}/reactions/{reaction}"] = scene =>
            scene.Rest(HttpMethod.Put, $"{scene.Messages}/{scene.Seq}/reactions/{Uri.EscapeDataString("👍")}"),
        ["DELETE /api/conversations/{id}/messages/{seq}/reactions/{reaction}"] = scene =>
            scene.Rest(HttpMethod.Delete, $"{scene.Messages}/{scene.Seq}/reactions/{Uri.EscapeDataString("👍")}"),
        ["PUT /api/conversations/{id}/messages/{seq}/reactions/{reaction} (direct)"] = scene =>
            scene.Rest(HttpMethod.Put, $"conversations/{scene.Direct}/messages/1/reactions/{Uri.EscapeDataString("👍")}"),
        ["PUT /api/conversations/{id}/pins/{seq}"] = scene => scene.Rest(HttpMethod.Put, $"conversations/{scene.Group}/pins/{scene.Seq}"),
        ["DELETE /api/conversations/{id}/pins/{seq}"] = scene => scene.Rest(HttpMethod.Delete, $"conversations/{scene.Group}/pins/{scene.Seq}"),

        ["POST /api/groups"] = scene => scene.Rest(HttpMethod.Post, "groups", new { name = "new", memberIds = new[] { scene.Peer.Id } }),
        ["PATCH /api/groups/{id}"] = scene => scene.Rest(HttpMethod.Patch, $"groups/{scene.Group}", new { name = "renamed" }),
        ["DELETE /api/groups/{id}"] = scene => scene.Rest(HttpMethod.Delete, $"groups/{scene.Group}"),
        ["POST /api/groups/{id}/members"] = async scene => await scene.Rest(
            HttpMethod.Post, $"groups/{scene.Group}/members", new { userIds = new[] { (await ChatUser.Register(scene.World.Http)).Id } }),
        ["DELETE /api/groups/{id}/members/{userId}"] = scene => scene.Rest(HttpMethod.Delete, $"groups/{scene.Group}/members/{scene.World.Sender.Id}"),
        ["PATCH /api/groups/{id}/members/{userId}"] = scene =>
            scene.Rest(HttpMethod.Patch, $"groups/{scene.Group}/members/{scene.World.Sender.Id}", new { role = "admin" }),
        ["GET /api/groups/{id}/invites"] = scene => scene.Rest(HttpMethod.Get, $"groups/{scene.Group}/invites"),
        ["POST /api/groups/{id}/invites"] = scene => scene.Rest(HttpMethod.Post, $"groups/{scene.Group}/invites", new { }),
        ["GET /api/groups/{id}/invites/{code}"] = async scene => await scene.Rest(HttpMethod.Get, $"groups/{scene.Group}/invites/{await Invite(scene)}"),
        ["DELETE /api/groups/{id}/invites/{code}"] = async scene => await scene.Rest(HttpMethod.Delete, $"groups/{scene.Group}/invites/{await Invite(scene)}"),
        ["GET /api/invites/{code}"] = async scene => await scene.Rest(HttpMethod.Get, $"invites/{await Invite(scene)}"),
        ["POST /api/invites/{code}/join"] = async scene => await scene.Rest(HttpMethod.Post, $"invites/{await Invite(scene)}/join"),

        ["POST /api/sync"] = scene => scene.Rest(HttpMethod.Post, "sync", new { cursors = new { } }),
        ["GET /api/search"] = scene => scene.Rest(HttpMethod.Get, "search?q=hello"),

        ["POST /api/images"] = scene => scene.Rest(HttpMethod.Post, "images", new { contentType = "image/png", size = Picture.Length }),
        ["POST /api/images/{id}/complete"] = async scene => await scene.Rest(HttpMethod.Post, $"images/{await ImageOf(scene)}/complete"),
        ["GET /api/images/{id}"] = ShowImage,

        ["GET /health/live"] = scene => scene.Open("health/live"),
        ["GET /health/ready"] = scene => scene.Open("health/ready"),
        ["GET /openapi/{documentName}.json"] = scene => scene.Open("openapi/v1.json"),

        ["HUB SendMessage"] = scene => scene.Hub("SendMessage", new { conversationId = scene.Group, clientMessageId = Guid.NewGuid(), content = "hi" }),
        ["HUB SendMessage (direct)"] = scene => scene.Hub("SendMessage", new { conversationId = scene.Direct, clientMessageId = Guid.NewGuid(), content = "hi" }),
        ["HUB EditMessage"] = scene => scene.Hub("EditMessage", new { conversationId = scene.Group, seq = scene.Seq, content = "edited" }),
        ["HUB DeleteMessage"] = scene => scene.Hub("DeleteMessage", new { conversationId = scene.Group, seq = scene.Seq }),
        ["HUB React"] = scene => scene.Hub("React", new { conversationId = scene.Group, seq = scene.Seq, reaction = "👍", on = true }),
        ["HUB React (direct)"] = scene => scene.Hub("React", new { conversationId = scene.Direct, seq = 1, reaction = "👍", on = true }),
        ["HUB MarkRead"] = scene => scene.Hub("MarkRead", new { conversationId = scene.Group, seq = 1 }),
        ["HUB MarkDelivered"] = scene => scene.Hub("MarkDelivered", new { conversationId = scene.Group, seq = 1 }),
        ["HUB SetTyping"] = scene => scene.Hub("SetTyping", new { conversationId = scene.Group, typing = true }),
        ["HUB Sync"] = scene => scene.Hub("Sync", new { cursors = new { } }),
        ["HUB Ping"] = scene => scene.Hub("Ping"),
    };

    private static string NewName() => $"new-{Guid.NewGuid().ToString("N")[..12]}";

    private static object NewMessage() => new { clientMessageId = Guid.NewGuid(), content = "hi" };

    private static object Credentials(ChatUser user) => new { username = user.Username, password = ChatUser.Password };

    private static async Task Refresh(AccessScene scene)
    {
        if (scene.User is not { } user)
        {
            await scene.Rest(HttpMethod.Post, "auth/refresh", new { });
            return;
        }
        var tokens = await user.Call<JsonElement>(HttpMethod.Post, "auth/login", Credentials(user));
        await scene.Rest(HttpMethod.Post, "auth/refresh", new { refreshToken = tokens.GetProperty("refreshToken").GetString() });
    }

    /// <summary>One that nobody uses.</summary>
    private static async Task<string> SessionOf(ChatUser user)
    {
        var other = await user.SignInAgain();
        var sessions = await other.Call<JsonElement>(HttpMethod.Get, "auth/sessions");
        return sessions.GetProperty("items").EnumerateArray().Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;
    }

    /// <summary>The bystander has asked the sender to be a contact, and nobody else.</summary>
    private static async Task Answered(AccessScene scene, string how)
    {
        var bystander = scene.World.Bystander;
        await bystander.RemoveContact(scene.World.Sender);
        await bystander.Ask(scene.World.Sender);
        await scene.Rest(HttpMethod.Post, $"contacts/{bystander.Id}/{how}");
    }

    private static async Task<string> Invite(AccessScene scene) =>
        (await scene.World.Owner.Invite(scene.Group)).Code;

    /// <summary>The sender's.</summary>
    private static async Task<string> ImageOf(AccessScene scene) => (await scene.World.Sender.AddImage("image/png", Picture)).Id;

    private static async Task ShowImage(AccessScene scene)
    {
        var id = await ImageOf(scene);
        await scene.World.Sender.SendImage(scene.Group, id);
        await scene.Rest(HttpMethod.Get, $"images/{id}");
    }
}
