using System.Net.Http.Json;

namespace OrleansChat.Web.Tests.Access;

/// <summary>A server, and the people of the matrix. What a cell changes it makes first, so that cells do not depend on each other.</summary>
public sealed class AccessWorld : IAsyncLifetime
{
    private readonly Dictionary<Caller, ChatUser> _people = [];

    public ServerFixture Server { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Somebody who has nothing to do with anything.</summary>
    public ChatUser Bystander { get; private set; } = null!;

    public ChatUser Owner => _people[Caller.Owner];

    public ChatUser Sender => _people[Caller.Sender];

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        Http = new HttpClient { BaseAddress = new Uri(Server.BaseUrl) };
        var users = await ChatUser.RegisterMany(Http, 8);
        Bystander = users[0];
        foreach (var (caller, user) in Enum.GetValues<Caller>().Skip(1).Zip(users.Skip(1)))
            _people.Add(caller, user);
        // Every direct conversation has a message, also the one that is blocked since.
        foreach (var user in _people.Values.Where(user => user != Owner))
            await Owner.Send((await Owner.OpenDirect(user)).Id, "hello");
        await Owner.Block(_people[Caller.Blocked]);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    public async Task<AccessScene> Scene(Caller caller)
    {
        var group = (await Owner.CreateGroup("matrix", _people[Caller.Admin], _people[Caller.Member], Sender, _people[Caller.Former])).Id;
        await Owner.SetRole(group, _people[Caller.Admin], "admin");
        await _people[Caller.Former].Leave(group);
        var seq = (await Sender.Send(group, "the message in question")).Seq;
        return new AccessScene(this, caller, _people.GetValueOrDefault(caller), group, seq);
    }
}

/// <summary>One cell: a caller before a group with a message.</summary>
/// <param name="User">Null when the caller is anonymous.</param>
public sealed record AccessScene(AccessWorld World, Caller Caller, ChatUser? User, string Group, long Seq)
{
    /// <summary>Whom the caller has a direct conversation with.</summary>
    public ChatUser Peer => Caller == Caller.Owner ? World.Sender : World.Owner;

    public string Direct => Ids.Direct((User ?? World.Sender).Id, Peer.Id);

    public string Messages => $"conversations/{Group}/messages";

    public async Task Rest(HttpMethod method, string path, object? body = null)
    {
        if (User is not null)
        {
            await User.Call(method, path, body);
            return;
        }
        using var request = new HttpRequestMessage(method, $"api/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        await Anonymous(request);
    }

    /// <summary>A path that is not below <c>/api</c>.</summary>
    public Task Open(string path) => Anonymous(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task Hub(string method, params object[] arguments)
    {
        if (User is null)
        {
            await Anonymous(new HttpRequestMessage(HttpMethod.Post, "hubs/chat/negotiate?negotiateVersion=1"));
            return;
        }
        await using var hub = await User.Connect();
        await hub.Invoke(method, arguments.Length == 0 ? [] : [JsonSerializer.SerializeToElement(arguments[0], JsonSerializerOptions.Web)]);
    }

    /// <summary>The same scene with somebody nobody needs later.</summary>
    public async Task<AccessScene> Expendable() =>
        User is null ? this : this with { User = await ChatUser.Register(World.Http) };

    private async Task Anonymous(HttpRequestMessage request)
    {
        using var response = await World.Http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw Refusal.Read(response, await response.Content.ReadAsStringAsync());
    }
}
