using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansChat.TestKit;

namespace OrleansChat.LoadTests.Servers;

/// <summary>OrleansChat in one process, on either actor runtime.</summary>
internal class Product : Contender
{
    private const int MembersAtOnce = 199;

    public override string Name => Runtime == "Orleans" ? "OrleansChat on Orleans" : "OrleansChat";

    /// <summary>Orleans or InProcess.</summary>
    public required string Runtime { get; init; }

    protected override string HubPath => "/hubs/chat";

    /// <param name="database">Its tables are made, and hold the users.</param>
    public static Product Make(Machine machine, string runtime, string database, BenchKeys keys, BenchUser[] users) => new()
    {
        Machine = machine,
        Runtime = runtime,
        Database = database,
        Users = users,
        Processes = [new ProductProcess("the server", Settings(machine, database, keys)) { Through = machine.OnServerCore }],
    };

    public override Task Start() => Processes[0].Start(Repository.ServerBinary(Runtime), "--urls", "http://127.0.0.1:0");

    public override async Task<string> OpenDirect(int one, int other) =>
        (await Call(one, HttpMethod.Post, "conversations/direct", new { userId = Users[other].Id })).GetProperty("id").GetString()!;

    public override async Task<string> CreateGroup(IReadOnlyList<int> members)
    {
        var parts = members.Skip(1).Chunk(MembersAtOnce).ToArray();
        var made = await Call(members[0], HttpMethod.Post, "groups", new { name = "a group", memberIds = Ids(parts[0]) });
        var id = made.GetProperty("id").GetString()!;
        foreach (var part in parts.Skip(1))
            await Call(members[0], HttpMethod.Post, $"groups/{id}/members", new { userIds = Ids(part) });
        return id;
    }

    /// <summary>A request as a user.</summary>
    /// <param name="user">Index.</param>
    /// <param name="path">Below <c>/api/</c>.</param>
    /// <returns>The answer; undefined when there is none.</returns>
    public async Task<JsonElement> Call(int user, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"api/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Users[user].Token);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path} answered {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The environment of a process of the product.</summary>
    protected static Dictionary<string, string> Settings(Machine machine, string database, BenchKeys keys) => new(keys.Settings.Select(Variable))
    {
        ["Chat__Database"] = database,
        ["Chat__Blobs__Folder"] = Path.Combine(machine.Folder, "blobs"),
        ["CHAT_RATE_LIMITS"] = "off",
    };

    private IEnumerable<string> Ids(IEnumerable<int> users) => users.Select(user => Users[user].Id);

    private static KeyValuePair<string, string> Variable(KeyValuePair<string, string> setting) =>
        new(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value);
}
