using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Whoever does not read costs a bounded buffer, holds up nobody and is dropped.</summary>
[Collection(AloneCollection.Name)]
public sealed class SlowClientTests : IAsyncLifetime
{
    private const int Messages = 3_000;
    private const int Length = 7_000;

    /// <summary>Beside our own bound, what the kernel holds for one socket on loopback.</summary>
    private const int Kernel = 8_000_000;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    private readonly ServerFixture _server = new();
    private HttpClient _http = null!;

    public static TheoryData<HubTransport> Transports => [.. Enum.GetValues<HubTransport>()];

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Who_does_not_read_is_dropped_while_the_others_get_everything_and_comes_back_whole(HubTransport transport)
    {
        var (alice, bob, deaf) = await Register();
        var group = (await alice.CreateGroup("loud", [bob, deaf])).Id;
        var replica = await ReplicaAssert.Synced(deaf);
        using var drops = new DropCounter(_server.Services);
        await using var phone = await RawHubConnection.ConnectReady(_http.BaseAddress!, bob);
        await phone.Invoke("Ping", "");
        await using var client = await DeafClient.Connect(_http.BaseAddress!, deaf, transport);
        await Send(alice, group, 20); // what is made once is made
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var heard = Hear(phone, 20 + Messages);
        var sentWhenDropped = 0;
        var sending = Send(alice, group, Messages, sent => sentWhenDropped = drops.Count == 0 ? sent : sentWhenDropped);
        await Task.WhenAll(sending, heard).Within("everything is acknowledged and pushed", Long);

        Assert.Equal([.. Enumerable.Range(2, 20 + Messages).Select(version => (long)version)], await heard);
        Assert.Equal(1, drops.Count);
        Assert.InRange((long)sentWhenDropped * Length, 0, Kernel + 2_000_000);
        await MustHoldLess(before + 10_000_000);
        await client.End(TimeSpan.FromSeconds(60));

        await ReplicaAssert.CatchUp(replica, deaf.Sync);
        await ReplicaAssert.IsTrue(replica, deaf);
    }

    [Fact]
    public async Task A_dead_client_is_gone_after_thirty_seconds_and_one_that_polls_slowly_is_not()
    {
        var (alice, slow, dead) = await Register();
        var group = (await alice.CreateGroup("quiet", [slow, dead])).Id;
        var registry = _server.Services.GetRequiredService<ConnectionRegistry>();
        await using var laptop = await alice.Connect();
        await using var corpse = await DeafClient.Connect(_http.BaseAddress!, dead, HubTransport.WebSockets);
        await corpse.KeepAlive(); // the server counts from a client's first one
        await using var poller = await DeafClient.Connect(_http.BaseAddress!, slow, HubTransport.LongPolling);

        // Real time: it is the transports' own clock. What is to be seen is who is still there after it.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < 45 && registry.HasReceiver(dead.Id); second++)
        {
            await timer.WaitForNextTickAsync();
            if (second % 20 == 19)
            {
                await laptop.Send(group, $"after {second} s");
                await poller.KeepAlive();
                await poller.ListenFor($"after {second} s");
            }
        }
        Assert.False(registry.HasReceiver(dead.Id), "The dead client is still connected.");
        Assert.True(registry.HasReceiver(slow.Id), "The slow client was given up.");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>The whole server is in this process: what it is just busy with (the search index, a batch) goes by itself, what is held for
    /// a client stays as long as the client.</summary>
    private static async Task MustHoldLess(long bytes)
    {
        for (var end = DateTime.UtcNow + Patience.Limit; ;)
        {
            var held = GC.GetTotalMemory(forceFullCollection: true);
            if (held < bytes)
                return;
            Assert.True(DateTime.UtcNow < end, $"{held - bytes} bytes too many are still held for a client that does not read.");
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    private async Task<(ChatUser, ChatUser, ChatUser)> Register() =>
        await ChatUser.RegisterMany(_http, 3) is [var one, var two, var three] ? (one, two, three) : throw new InvalidOperationException();

    private static Task Send(ChatUser alice, string group, int count, Action<int>? acked = null)
    {
        var sent = 0;
        return Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            await alice.Send(group, new string((char)('a' + (i % 26)), Length));
            acked?.Invoke(Interlocked.Increment(ref sent));
        });
    }

    /// <summary>The versions of the next pushed messages, in the order in which they come.</summary>
    private static async Task<List<long>> Hear(RawHubConnection phone, int count)
    {
        var versions = new List<long>();
        while (versions.Count < count)
            versions.Add((await phone.NextPush("MessageChanged")).GetProperty("version").GetInt64());
        return versions;
    }

    /// <summary>How many slow clients the server has dropped since.</summary>
    private sealed class DropCounter : IDisposable
    {
        private readonly MeterListener _listener = new();
        private int _count;

        public DropCounter(IServiceProvider server)
        {
            var meters = server.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == SlowClients.MeterName && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, dropped, _, _) => Interlocked.Add(ref _count, (int)dropped));
            _listener.Start();
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}

/// <summary>What fills the machine, or measures the memory of the whole process, runs alone and after the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
