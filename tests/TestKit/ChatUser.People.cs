using OrleansChat.Contacts;
using OrleansChat.Users;

namespace OrleansChat.TestKit;

/// <summary>Contacts, profiles, people search.</summary>
public sealed partial class ChatUser
{
    /// <summary>Asks somebody to be a contact; accepts when that one has asked.</summary>
    public Task<Contact> Ask(ChatUser other) => Call<Contact>(HttpMethod.Post, "contacts", new { userId = other.Id });

    public Task<Contact> Accept(ChatUser other) => Call<Contact>(HttpMethod.Post, $"contacts/{other.Id}/accept");

    public Task Decline(ChatUser other) => Call(HttpMethod.Post, $"contacts/{other.Id}/decline");

    public Task RemoveContact(ChatUser other) => Call(HttpMethod.Delete, $"contacts/{other.Id}");

    public Task<Contact> Block(ChatUser other) => Call<Contact>(HttpMethod.Put, $"contacts/{other.Id}/block");

    public Task Unblock(ChatUser other) => Call(HttpMethod.Delete, $"contacts/{other.Id}/block");

    /// <summary>Asks, and the other accepts.</summary>
    public async Task Befriend(ChatUser other)
    {
        await Ask(other);
        await other.Accept(this);
    }

    public Task<Page<Contact>> Contacts(int? limit = null, string? cursor = null) =>
        Call<Page<Contact>>(HttpMethod.Get, $"contacts{Query(("limit", limit), ("cursor", cursor))}");

    public Task<Page<Suggestion>> Suggestions(int? limit = null, string? cursor = null) =>
        Call<Page<Suggestion>>(HttpMethod.Get, $"contacts/suggestions{Query(("limit", limit), ("cursor", cursor))}");

    /// <summary>Somebody's profile as this user sees it.</summary>
    public Task<User> Profile(ChatUser other) => Profile(other.Id);

    public Task<User> Profile(string userId) => Call<User>(HttpMethod.Get, $"users/{userId}");

    public Task<Page<User>> FindPeople(string query, int? limit = null, string? cursor = null) =>
        Call<Page<User>>(HttpMethod.Get, $"users{Query(("query", query), ("limit", limit), ("cursor", cursor))}");
}
