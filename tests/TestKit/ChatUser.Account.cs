using System.Text.Json;

namespace OrleansChat.TestKit;

/// <summary>The account as a whole.</summary>
public sealed partial class ChatUser
{
    /// <param name="password">Null: the right one.</param>
    public Task Erase(string? password = null) => Call(HttpMethod.Delete, "users/me", new { password = password ?? Password });

    public Task<JsonElement> Export() => Call<JsonElement>(HttpMethod.Get, "users/me/export");
}
