namespace OrleansChat.Faults.Cluster;

/// <summary>Everything works through the load balancer's one address, over each of the hub's transports.</summary>
public sealed class ThroughTheBalancerTests(BalancedCluster cluster) : IClassFixture<BalancedCluster>, IAsyncLifetime
{
    private const int Messages = 30;

    public static TheoryData<HubTransport> Transports => [.. Enum.GetValues<HubTransport>()];

    /// <summary>What another test has stopped runs again.</summary>
    public async Task InitializeAsync()
    {
        foreach (var frontEnd in cluster.Processes.FrontEnds.Where(frontEnd => !frontEnd.Process.IsRunning))
            await frontEnd.Start();
        await cluster.Balancer.IsReady(cluster.Processes.FrontEnds.Count);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Sends_are_acknowledged_and_pushes_come_in_order(HubTransport transport)
    {
        var (alice, bob) = await TwoUsers();
        var direct = (await alice.OpenDirect(bob)).Id;
        await using var sender = await alice.Connect(transport: transport);
        await using var receiver = await bob.Connect(transport: transport);
        var last = receiver.NextMessage(message => message.Seq == Messages);

        for (var i = 1; i <= Messages; i++)
            Assert.Equal(i, (await sender.Send(direct, $"message {i}")).Seq);

        await last;
        Assert.Equal(Enumerable.Range(1, Messages).Select(i => (long)i), receiver.Messages.Received.Select(message => message.Seq));
    }

    [Theory]
    [InlineData(HubTransport.ServerSentEvents)]
    [InlineData(HubTransport.LongPolling)]
    public async Task A_connection_needs_the_cookie_to_find_its_front_end_again(HubTransport transport)
    {
        var (alice, _) = await TwoUsers();
        Assert.Equal(0, await CountRefused(alice, transport, cookies: true));
        Assert.NotEqual(0, await CountRefused(alice, transport, cookies: false));
    }

    [Theory]
    [InlineData(HubTransport.WebSockets, true)]
    [InlineData(HubTransport.WebSockets, false)]
    [InlineData(HubTransport.ServerSentEvents, false)]
    [InlineData(HubTransport.LongPolling, false)]
    public async Task Who_loses_its_front_end_comes_back_through_the_same_address(HubTransport transport, bool kill)
    {
        var (alice, bob) = await TwoUsers();
        var direct = (await alice.OpenDirect(bob)).Id;
        // New connections go where the fewest are, so that each front-end holds some.
        var connections = new List<ChatHubClient>();
        for (var i = 0; i < 6; i++)
            connections.Add(await bob.Connect(transport: transport));
        var replica = await ReplicaAssert.Synced(bob);
        await alice.Send(direct, "before");

        var frontEnd = cluster.Processes.FrontEnds[0];
        var lost = Task.WhenAny(connections.Select(connection => connection.Closed));
        var stopped = kill ? frontEnd.Process.Kill() : frontEnd.Process.Terminate();
        await lost.Within("a connection is lost", TimeSpan.FromSeconds(60));
        await stopped;
        await alice.Send(direct, "meanwhile");

        await using var again = await bob.Connect(transport: transport);
        await ReplicaAssert.CatchUp(replica, again.Sync);
        Assert.Equal(["before", "meanwhile"], replica.Timeline(direct).Select(message => message.Content));
        var push = again.NextMessage(message => message.Content == "after");
        var fates = connections.Select(connection => Gets(connection, "after")).ToList();
        await alice.Send(direct, "after");
        await push;
        Assert.InRange((await Task.WhenAll(fates)).Count(got => got), 1, connections.Count - 1);
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_who_only_reads_notices_that_a_front_end_goes(bool kill)
    {
        var (alice, bob) = await TwoUsers();
        await alice.OpenDirect(bob);
        var frontEnd = cluster.Processes.FrontEnds[1];
        var some = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var enough = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                Assert.Single((await alice.Inbox()).Items);
                if (i == 20)
                    some.SetResult();
            }
        });
        await some.Task.Within("the inbox is read");

        await (kill ? frontEnd.Process.Kill() : frontEnd.Process.Terminate());
        await enough.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task No_log_of_the_balancer_holds_a_token()
    {
        var (alice, _) = await TwoUsers();
        foreach (var transport in Enum.GetValues<HubTransport>())
        {
            await using var hub = await alice.Connect(transport: transport);
            await hub.Ping();
        }
        var log = cluster.Balancer.Process.Output;
        Assert.Contains("/hubs/chat", log, StringComparison.Ordinal);
        Assert.DoesNotContain(alice.AccessToken.Split('.')[2], log, StringComparison.Ordinal);
    }

    private async Task<(ChatUser Alice, ChatUser Bob)> TwoUsers()
    {
        var users = await ChatUser.RegisterMany(cluster.Balancer.Http, 2);
        return (users[0], users[1]);
    }

    /// <returns>False when the connection was closed instead.</returns>
    private static async Task<bool> Gets(ChatHubClient connection, string content)
    {
        var push = connection.NextMessage(message => message.Content == content);
        return await Task.WhenAny(push, connection.Closed) == push && (await push).Content == content;
    }

    private async Task<int> CountRefused(ChatUser user, HubTransport transport, bool cookies)
    {
        var refused = 0;
        for (var i = 0; i < 6; i++)
        {
            try
            {
                await using var hub = await ChatHubClient.Connect(cluster.Balancer.Address, user.AccessToken, transport: transport, cookies: cookies);
            }
            catch (Exception)
            {
                refused++;
            }
        }
        return refused;
    }
}
