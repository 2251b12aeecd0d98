using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OrleansChat.Conversations;
using OrleansChat.Users;

namespace OrleansChat.TestKit;

/// <summary>
/// A signed-in user with one session, over REST, in intents. What is not refused in the contract's form
/// (<see cref="Refusal"/>) nor answered in it fails with the answer's body in the text.
/// </summary>
public sealed partial class ChatUser
{
    public const string Password = "every letter counts 7";

    private readonly HttpClient _http;

    private ChatUser(HttpClient http, string accessToken, string id, string username) =>
        (_http, AccessToken, Id, Username) = (http, accessToken, id, username);

    public string Id { get; }

    public string Username { get; }

    public string AccessToken { get; }

    /// <param name="http">With the server's base address; shared by all users.</param>
    /// <param name="name">What the name begins with.</param>
    public static Task<ChatUser> Register(HttpClient http, string name = "user") =>
        Start(http, "register", $"{name}-{Guid.NewGuid().ToString("N")[..12]}");

    /// <param name="username">As a whole.</param>
    public static Task<ChatUser> RegisterAs(HttpClient http, string username) => Start(http, "register", username);

    /// <summary>Several, as fast as passwords can be hashed without a queue.</summary>
    public static async Task<ChatUser[]> RegisterMany(HttpClient http, int count)
    {
        var users = new ChatUser[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForAsync(0, count, options, async (i, _) => users[i] = await Register(http));
        return users;
    }

    /// <summary>Of the front-end that it uses.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>The same session at another front-end, or at a server on a copy of the data.</summary>
    /// <param name="http">With that one's base address.</param>
    public ChatUser At(HttpClient http) => new(http, AccessToken, Id, Username);

    /// <summary>Another session of the same user, as on another device.</summary>
    public Task<ChatUser> SignInAgain() => Start(_http, "login", Username);

    /// <summary>The same session at another front-end.</summary>
    public ChatUser Through(HttpClient http) => new(http, AccessToken, Id, Username);

    /// <summary>Ends this session.</summary>
    public Task SignOut() => Call(HttpMethod.Post, "auth/logout");

    /// <summary>A connection of this session; dispose of it.</summary>
    public Task<ChatHubClient> Connect(
        Action<object>? listen = null, HubTransport transport = HubTransport.WebSockets, bool keepsPushes = true) =>
        ChatHubClient.Connect(_http.BaseAddress!, AccessToken, listen: listen, transport: transport, keepsPushes: keepsPushes);

    public Task<Conversation> OpenDirect(ChatUser other) =>
        Call<Conversation>(HttpMethod.Post, "conversations/direct", new { userId = other.Id });

    public Task<Conversation> CreateGroup(string name, params IEnumerable<ChatUser> others) =>
        Call<Conversation>(HttpMethod.Post, "groups", new { name, memberIds = others.Select(other => other.Id) });

    public Task AddMembers(string groupId, params IEnumerable<ChatUser> others) =>
        Call(HttpMethod.Post, $"groups/{groupId}/members", new { userIds = others.Select(other => other.Id) });

    public Task Remove(string groupId, ChatUser member) => Call(HttpMethod.Delete, $"groups/{groupId}/members/{member.Id}");

    public Task Leave(string groupId) => Remove(groupId, this);

    public Task<Conversation> Rename(string groupId, string name) =>
        Call<Conversation>(HttpMethod.Patch, $"groups/{groupId}", new { name });

    public Task<Page<Conversation>> Inbox(int? limit = null, string? cursor = null) =>
        Call<Page<Conversation>>(HttpMethod.Get, $"conversations{Query(("limit", limit), ("cursor", cursor))}");

    public Task<Conversation> Get(string conversationId) => Call<Conversation>(HttpMethod.Get, $"conversations/{conversationId}");

    public Task<Conversation> Mute(string conversationId, bool muted) =>
        Call<Conversation>(HttpMethod.Patch, $"conversations/{conversationId}", new { muted });

    public Task<Page<Member>> Members(string conversationId, int? limit = null, string? cursor = null) =>
        Call<Page<Member>>(HttpMethod.Get, $"conversations/{conversationId}/members{Query(("limit", limit), ("cursor", cursor))}");

    public Task<Ack> Send(string conversationId, string content, Guid? clientMessageId = null, long? replyTo = null) =>
        Call<Ack>(HttpMethod.Post, $"conversations/{conversationId}/messages",
            new { clientMessageId = clientMessageId ?? Guid.NewGuid(), content, replyTo });

    public Task<Message> Edit(string conversationId, long seq, string content) =>
        Call<Message>(HttpMethod.Patch, $"conversations/{conversationId}/messages/{seq}", new { content });

    public Task Delete(string conversationId, long seq) => Call(HttpMethod.Delete, $"conversations/{conversationId}/messages/{seq}");

    public async Task<IReadOnlyList<EarlierText>> EarlierTexts(string conversationId, long seq) =>
        (await Call<Page<EarlierText>>(HttpMethod.Get, $"conversations/{conversationId}/messages/{seq}/history")).Items;

    public Task<History> History(
        string conversationId, long? before = null, long? after = null, long? around = null, int? limit = null) =>
        Call<History>(HttpMethod.Get,
            $"conversations/{conversationId}/messages{Query(("before", before), ("after", after), ("around", around), ("limit", limit))}");

    /// <summary>All messages, page by page from the end to the beginning; ascending.</summary>
    public async Task<List<Message>> WholeHistory(string conversationId)
    {
        var messages = new List<Message>();
        for (var page = await History(conversationId, limit: 200); ; page = await History(conversationId, before: messages[0].Seq, limit: 200))
        {
            messages.InsertRange(0, page.Items);
            if (!page.HasBefore)
                return messages;
        }
    }

    public Task MarkRead(string conversationId, long seq) => Call(HttpMethod.Post, $"conversations/{conversationId}/read", new { seq });

    public Task MarkDelivered(string conversationId, long seq) =>
        Call(HttpMethod.Post, $"conversations/{conversationId}/delivered", new { seq });

    public Task<SyncAnswer> Sync(IReadOnlyDictionary<string, long> cursors, string? since = null) =>
        Call<SyncAnswer>(HttpMethod.Post, "sync", new { cursors, since });

    /// <summary>What the replica missed.</summary>
    public Task<SyncAnswer> Sync(Replica replica) => Sync(replica.Cursors, replica.Next);

    public Task<Message> React(string conversationId, long seq, string reaction) =>
        Call<Message>(HttpMethod.Put, ReactionPath(conversationId, seq, reaction));

    public Task<Message> TakeBack(string conversationId, long seq, string reaction) =>
        Call<Message>(HttpMethod.Delete, ReactionPath(conversationId, seq, reaction));

    public Task Pin(string conversationId, long seq) => Call(HttpMethod.Put, $"conversations/{conversationId}/pins/{seq}");

    public Task Unpin(string conversationId, long seq) => Call(HttpMethod.Delete, $"conversations/{conversationId}/pins/{seq}");

    public async Task<T> Call<T>(HttpMethod method, string path, object? body = null)
    {
        using var response = await Request(method, path, body is null ? null : JsonContent.Create(body));
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw Refusal.Read(response, text);
        try
        {
            return JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{method} {path} answered {(int)response.StatusCode} with no {typeof(T).Name}: {text}", exception);
        }
    }

    public async Task Call(HttpMethod method, string path, object? body = null)
    {
        using var response = await Request(method, path, body is null ? null : JsonContent.Create(body));
        if (!response.IsSuccessStatusCode)
            throw Refusal.Read(response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A request with a body that no typed call can make, as this user.</summary>
    public Task<HttpResponseMessage> Request(HttpMethod method, string path, string body) =>
        Request(method, path, new StringContent(body, Encoding.UTF8, "application/json"));

    public Task<HttpResponseMessage> Request(HttpMethod method, string path, HttpContent? body)
    {
        var request = new HttpRequestMessage(method, $"api/{path}") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        return _http.SendAsync(request).Within($"{method} {path} answers", TimeSpan.FromSeconds(60));
    }

    public override string ToString() => Username;

    private static async Task<ChatUser> Start(HttpClient http, string how, string username)
    {
        using var response = await http.PostAsJsonAsync($"api/auth/{how}", new { username, password = Password });
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw Refusal.Read(response, text);
        var tokens = JsonSerializer.Deserialize<Tokens>(text, JsonSerializerOptions.Web)!;
        return new ChatUser(http, tokens.AccessToken, tokens.User.Id, tokens.User.Username);
    }

    private static string ReactionPath(string conversationId, long seq, string reaction) =>
        $"conversations/{conversationId}/messages/{seq}/reactions/{Uri.EscapeDataString(reaction)}";

    private static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString($"{value}"));
        }
        return query.ToString();
    }

    private sealed record Tokens(string AccessToken, User User);
}
