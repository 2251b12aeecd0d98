using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>Users of a server, two and two, who write to each other.</summary>
internal sealed record Pairs(Contender Contender, HubConnection[] Connections, Speaker[] Speakers, Traffic Traffic)
{
    /// <param name="count">Of users; even.</param>
    /// <param name="start">Index of the first of them.</param>
    public static async Task<Pairs> Connect(Bench bench, Contender contender, int count, int start = 0)
    {
        var connections = await contender.Connect(bench.Loop, [.. Enumerable.Range(start, count)], bench.Cancel);
        var speakers = new Speaker[count];
        await Parallel.ForAsync(0, count / 2, bench.Cancel, async (i, _) =>
        {
            var (one, other) = (2 * i, (2 * i) + 1);
            var conversation = await contender.OpenDirect(start + one, start + other);
            speakers[one] = new(connections[one], conversation, 1);
            speakers[other] = new(connections[other], conversation, 1);
        });
        var traffic = new Traffic(contender.Name, bench.Loop, connections, speakers);
        // One of two writes first, as in life. Of two first messages at once the pushes may change places, and then their receiver must sync.
        var first = new ClosedLoop([.. speakers.Where((_, i) => i % 2 == 0)]);
        first.Stop();
        await traffic.Start(first);
        await traffic.Stop(bench.Cancel);
        return new(contender, connections, speakers, traffic);
    }

    public Task Close(EventLoop loop) => loop.Run(() => Array.ForEach(Connections, connection => connection.Drop()));
}
