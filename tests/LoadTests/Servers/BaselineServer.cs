using System.Globalization;
using System.Net.Http.Json;
using OrleansChat.LoadTests.Baseline;
using OrleansChat.TestKit;

namespace OrleansChat.LoadTests.Servers;

/// <summary>The baseline as a process: this program, started for that.</summary>
internal sealed class BaselineServer : Contender
{
    /// <summary>What makes the program the baseline.</summary>
    public const string Verb = "baseline";

    private int _conversations;

    public override string Name => "baseline";

    public required string Signing { get; init; }

    protected override string HubPath => BaselineHost.HubPath;

    /// <param name="database">Empty; the tables are made.</param>
    public static async Task<BaselineServer> Make(Machine machine, string database, BenchKeys keys, int users)
    {
        await Databases.Execute(database, BaselineStore.Tables);
        return new()
        {
            Machine = machine,
            Database = database,
            Users = [.. Enumerable.Range(0, users).Select(i => $"u.{i.ToString("D26", CultureInfo.InvariantCulture)}").Select(id => new BenchUser(id, keys.Token(id, "s")))],
            Signing = Convert.ToBase64String(keys.Keys.Signing),
            Processes = [new ProductProcess("the baseline", new Dictionary<string, string>
            {
                // As the product, which is built with the Web SDK.
                ["DOTNET_gcServer"] = "1",
            })
            {
                Through = machine.OnServerCore,
            }],
        };
    }

    public override Task Start() => Processes[0].Start(
        typeof(BaselineServer).Assembly.Location, Verb, "--urls", "http://127.0.0.1:0", "--Database", Database, "--Signing", Signing);

    public override Task<string> OpenDirect(int one, int other) => Add('d', [one, other]);

    public override Task<string> CreateGroup(IReadOnlyList<int> members) => Add('g', members);

    private async Task<string> Add(char kind, IReadOnlyList<int> members)
    {
        // As long as the product's ids.
        var body = Interlocked.Increment(ref _conversations).ToString("D26", CultureInfo.InvariantCulture);
        var id = kind == 'd' ? $"d.{body}.{body}" : $"g.{body}";
        using var response = await Http.PostAsJsonAsync($"conversations/{id}", members.Select(member => Users[member].Id));
        response.EnsureSuccessStatusCode();
        return id;
    }
}
