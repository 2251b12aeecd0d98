using System.Text.Json;

namespace OrleansChat.TestKit;

/// <summary>What people do with their accounts as a whole.</summary>
public static class AccountIntents
{
    /// <param name="password">Null: the right one.</param>
    public static Task Erase(this ChatUser user, string? password = null) =>
        user.Call(HttpMethod.Delete, "users/me", new { password = password ?? ChatUser.Password });

    public static Task<JsonElement> Export(this ChatUser user) => user.Call<JsonElement>(HttpMethod.Get, "users/me/export");

}
