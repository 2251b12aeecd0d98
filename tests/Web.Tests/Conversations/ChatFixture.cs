using Microsoft.Extensions.DependencyInjection;
using OrleansChat.Conversations;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>
/// A server for tests of conversations, and people to talk. Registering takes a password hash's time, so tests share people:
/// two who have not talked yet get a direct conversation of their own, and a group is new anyway.
/// </summary>
public sealed class ChatFixture : IAsyncLifetime
{
    private readonly ServerFixture _server = new();
    private readonly List<ChatUser> _people = [];
    private readonly List<ChatUser> _talkers = [];
    private readonly Queue<(ChatUser, ChatUser)> _strangers = new();
    private HttpClient? _http;

    public HttpClient Http => _http!;

    /// <summary>The server's, for what no call can make or tell.</summary>
    public TestDatabase Database => _server.Database;

    public IGrainFactory Grains => _server.Services.GetRequiredService<IGrainFactory>();

    public Uri Address => Http.BaseAddress!;

    /// <summary>The folder of the local blob store.</summary>
    public string Blobs => _server.Blobs;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
        _people.AddRange(await ChatUser.RegisterMany(Http, 6));
        foreach (var user in await ChatUser.RegisterMany(Http, 8))
            AddTalker(user);
    }

    /// <summary>Somebody whom no other test knows.</summary>
    public Task<ChatUser> NewUser() => ChatUser.Register(Http);

    /// <summary>One person, whom other tests know.</summary>
    public ChatUser Somebody => _people[0];

    /// <summary>Different people, whom other tests know; for conversations that begin with the test.</summary>
    /// <param name="count">At most six.</param>
    public ChatUser[] People(int count) => [.. _people.Take(count)];

    /// <summary>Two people and their direct conversation, in which nothing was said yet.</summary>
    public async Task<(ChatUser Alice, ChatUser Bob, string ConversationId)> DirectChat()
    {
        if (_strangers.Count == 0)
            AddTalker(await NewUser());
        var (alice, bob) = _strangers.Dequeue();
        return (alice, bob, (await alice.OpenDirect(bob)).Id);
    }

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        await _server.DisposeAsync();
    }

    private void AddTalker(ChatUser user)
    {
        foreach (var other in _talkers)
            _strangers.Enqueue((user, other));
        _talkers.Add(user);
    }
}

[CollectionDefinition(Name)]
public sealed class ChatCollection : ICollectionFixture<ChatFixture>
{
    public const string Name = "chat";
}

internal static class Intents
{
    /// <summary>Sends many short messages, several at a time, over a connection; their seqs follow the calls.</summary>
    public static async Task SendMany(this ChatUser user, string conversationId, int count)
    {
        await using var hub = await user.Connect();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => hub.Send(conversationId, $"message {i}")));
    }

    /// <summary>That something is refused with a code of the contract; over REST or the hub.</summary>
    public static async Task<Refusal> MustBeRefused(this Task call, string code)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(() => call);
        Assert.True(refusal.Code == code, $"Expected {code}: {refusal.Message}");
        return refusal;
    }

    public static IEnumerable<long> Seqs(this History history) => history.Items.Select(message => message.Seq);
}
