namespace OrleansChat.Faults;

/// <summary>PostgreSQL goes away while a crowd is sending, and comes back.</summary>
public sealed class PostgresRestartTests : IAsyncLifetime
{
    private const int Users = 20;

    /// <summary>More than go through while PostgreSQL is told to stop.</summary>
    private const int MessagesEach = 250;

    private PrivatePostgres _postgres = null!;
    private ServerProcess _server = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PrivatePostgres.StartNew();
        _server = await ServerProcess.Start(_postgres.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public Task After_a_restart_of_PostgreSQL_sends_go_through_and_nothing_is_lost() => GoesThrough(_postgres.Stop);

    [Fact]
    public Task After_a_crash_of_PostgreSQL_sends_go_through_and_nothing_is_lost() => GoesThrough(() =>
    {
        _postgres.Kill();
        return Task.CompletedTask;
    });

    private async Task GoesThrough(Func<Task> end)
    {
        await using var crowd = await Crowd.Gather(_server, Users);
        var middle = crowd.Acked(300);
        var traffic = crowd.SendAll(MessagesEach);
        await middle;

        await end();
        Assert.InRange(crowd.AckCount, 300, (Users * MessagesEach) - 1);
        await _postgres.Start();
        crowd.TryAgain();
        await traffic;

        await crowd.Check(_postgres.ConnectionString);
    }
}
