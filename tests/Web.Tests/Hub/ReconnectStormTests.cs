using Microsoft.Extensions.DependencyInjection;
using OrleansChat.WebFrontend.Hub;
using Xunit.Abstractions;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Everybody is cut off at once and comes back: what that costs the database, and that all are whole.</summary>
[Collection(AloneCollection.Name)]
public sealed class ReconnectStormTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int People = 200;

    /// <summary>Of the issue: queries per returning user.</summary>
    private const double Most = 3;

    /// <summary>When the grains are gone too: the user's state is read, and each group once for all of its members.</summary>
    private const double MostCold = 4;
    private const int MostPerColdGroup = 5;

    /// <summary>What a start needs beside: the statements of the storage of grain state.</summary>
    private const int OfTheStart = 5;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    private readonly ServerFixture _server = new();
    private readonly List<SyncedClient> _clients = [];
    private readonly List<string> _groups = [];
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl), Timeout = Long };
        var users = await ChatUser.RegisterMany(_http, People);
        _groups.Add((await users[0].CreateGroup("everybody", users.Skip(1))).Id);
        // Each is in a direct conversation with a neighbour, a group of four and one of five beside the shared one.
        foreach (var pair in users.Chunk(2))
            await pair[0].Send((await pair[0].OpenDirect(pair[1])).Id, "hello");
        foreach (var few in users.Chunk(4).Concat(users.Chunk(5)))
            _groups.Add((await few[0].CreateGroup("few", few.Skip(1))).Id);
        _clients.AddRange(users.Select(user => new SyncedClient(user)));
        await ConnectAll();
    }

    [Fact]
    public async Task Each_costs_at_most_three_queries_and_is_whole_again()
    {
        await Task.WhenAll(_clients.Select(client => client.Drop()));
        await NobodyIsHere();
        await TalkMeanwhile();

        using var queries = new QueryCounter(_server.Database);
        await ConnectAll();
        await WatchesAreRead();
        Report(queries);
        Assert.True(queries.Count <= Most * People, $"{queries.Count} queries for {People} people:\n{queries}");
        await AllAreWhole();
    }

    [Fact]
    public async Task After_a_restart_of_the_whole_server_each_costs_one_more()
    {
        await Task.WhenAll(_clients.Select(client => client.Drop()));
        await TalkMeanwhile();
        await _server.Restart();

        using var queries = new QueryCounter(_server.Database);
        await ConnectAll();
        await WatchesAreRead();
        Report(queries);
        var most = (MostCold * People) + (MostPerColdGroup * _groups.Count) + OfTheStart;
        Assert.True(queries.Count <= most, $"{queries.Count} queries for {People} people in {_groups.Count} groups:\n{queries}");
        await AllAreWhole();
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private Task ConnectAll() => Task.WhenAll(_clients.Select(client => client.Connect())).Within("everybody is back", Long);

    private Task TalkMeanwhile() => Task.WhenAll(
        _groups.Select(group => _clients.First(client => client.Replica.Cursors.ContainsKey(group)).User.Send(group, "while you were away")));

    private async Task AllAreWhole()
    {
        await Parallel.ForEachAsync(_clients, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (client, _) =>
        {
            await client.Settle();
            await ReplicaAssert.IsTrue(client.Replica, client.User);
        });
    }

    private async Task NobodyIsHere()
    {
        var registry = _server.Services.GetRequiredService<ConnectionRegistry>();
        await Until(() => registry.Users().IsEmpty, "the server has noticed that all are gone");
    }

    /// <summary>Whom somebody may see is asked behind the connecting; all see the neighbour they talk to.</summary>
    private Task WatchesAreRead() =>
        Task.WhenAll(_clients.Select(client => client.Hub.Presences.Any(presence => presence.Online))).Within("everybody sees who is online", Long);

    private static async Task Until(Func<bool> isSo, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        async Task Wait()
        {
            while (!isSo())
                await timer.WaitForNextTickAsync();
        }
        await Wait().Within(what, Long);
    }

    private void Report(QueryCounter queries) => output.WriteLine(
        $"{(double)queries.Count / People:F2} queries, {(double)queries.Statements / People:F2} statements a user\n{queries}");
}
