using System.Diagnostics;
using OrleansChat.TestKit;

namespace OrleansChat.LoadTests;

/// <summary>Many connected users lose their connections at once and come back as the SDK does: when is the last of them whole again?</summary>
internal static class StormBenchmark
{
    private const int GroupSize = 50;

    /// <summary>As the SDK spreads the first try after a loss.</summary>
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(2);

    /// <param name="options"><c>--server</c>, with rate limits off; <c>--users</c> 1,000, <c>--storms</c> 3.</param>
    public static async Task Run(Options options)
    {
        var (count, storms) = (options.Number("users", 1_000), options.Number("storms", 3));
        using var http = new HttpClient { BaseAddress = options.Address, Timeout = TimeSpan.FromMinutes(2) };
        Console.WriteLine($"{count} users register; most of the time goes into their passwords");
        var users = await ChatUser.RegisterMany(http, count);
        var everybody = await users[0].CreateGroup("everybody", users.Skip(1));
        foreach (var some in users.Chunk(GroupSize))
            await some[0].CreateGroup("some", some.Skip(1));
        var clients = users.Select(user => new SyncedClient(user)).ToList();
        Console.WriteLine($"first connect: {await Return(clients)}");
        for (var storm = 1; storm <= storms; storm++)
        {
            await Task.WhenAll(clients.Select(client => client.Drop()));
            await users[0].Send(everybody.Id, $"said in storm {storm}");
            Console.WriteLine($"storm {storm}: {await Return(clients)}");
        }
        await Parallel.ForEachAsync(clients.Take(100), async (client, _) =>
        {
            await client.Settle();
            await ReplicaAssert.IsTrue(client.Replica, client.User);
        });
        Console.WriteLine("100 of them compared with a fresh read: equal");
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static async Task<string> Return(List<SyncedClient> clients)
    {
        var latencies = new Latencies();
        var refused = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(async client =>
        {
            await Task.Delay(Jitter * Random.Shared.NextDouble());
            for (Func<Task> next = client.Connect; ; next = client.Settle)
            {
                try
                {
                    await next();
                    break;
                }
                catch (Refusal refusal) when (refusal.Code == "unavailable")
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(TimeSpan.FromSeconds(1 + (4 * Random.Shared.NextDouble())));
                }
            }
            lock (latencies)
                latencies.Add(Stopwatch.GetElapsedTime(start));
        }));
        return $"all whole in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; {latencies}; {refused} syncs were answered unavailable";
    }
}
