using Npgsql;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Of a crowd that calls Sync at once some are admitted, and the rest are told when to come back.</summary>
public sealed class SyncAdmissionTests : IAsyncLifetime
{
    private const int Concurrent = 2;
    private const int Waiting = 3;
    private const int Crowd = 25;

    private readonly ServerFixture _server = new()
    {
        Settings = ["--CHAT_RATE_LIMITS", "off", "--Chat:Sync:Concurrent", $"{Concurrent}", "--Chat:Sync:Waiting", $"{Waiting}"],
    };
    private HttpClient _http = null!;
    private ChatUser _alice = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
        _alice = await ChatUser.Register(_http);
    }

    [Fact]
    public async Task Whoever_is_not_admitted_is_told_when_to_come_back_and_is_answered_then()
    {
        var group = (await _alice.CreateGroup("calm")).Id;
        await using var connection = new NpgsqlConnection(_server.Database.ConnectionString);
        await connection.OpenAsync();
        await using var jam = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE", connection, jam))
            await command.ExecuteNonQueryAsync();

        var asked = Enumerable.Range(0, Crowd).Select(_ => Sync()).ToList();
        var refused = new List<HttpResponseMessage>();
        await foreach (var answer in Task.WhenEach(asked))
        {
            refused.Add(await answer);
            if (refused.Count == Crowd - Concurrent - Waiting)
                break;
        }
        var ack = await _alice.Send(group, "nobody who syncs is in my way");
        await jam.CommitAsync();

        Assert.False(ack.Duplicate);
        foreach (var answer in refused)
            Assert.Equal("unavailable", Refusal.Read(answer, await answer.Content.ReadAsStringAsync()).Code);
        var waits = refused.ConvertAll(answer => answer.Headers.RetryAfter!.Delta!.Value);
        Assert.All(waits, wait => Assert.InRange(wait.TotalSeconds, 1, 5));
        Assert.True(waits.Distinct().Count() > 1, "All are to come back at the same moment.");

        var admitted = await Task.WhenAll(asked.Select(task => task.Within("Sync answers")));
        Assert.Equal(Concurrent + Waiting, admitted.Count(answer => answer.IsSuccessStatusCode));
        await Task.WhenAll(waits.Select(ComeBack)).Within("all are answered in the end", TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private async Task ComeBack(TimeSpan wait)
    {
        while (true)
        {
            await Task.Delay(wait);
            using var answer = await Sync();
            if (answer.IsSuccessStatusCode)
                return;
            wait = answer.Headers.RetryAfter!.Delta!.Value;
        }
    }

    private Task<HttpResponseMessage> Sync() => _alice.Request(HttpMethod.Post, "sync", """{"cursors":{}}""");
}
