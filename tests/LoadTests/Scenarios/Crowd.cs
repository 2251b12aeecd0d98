using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>A group of a server, all members online.</summary>
internal sealed record Crowd(Contender Contender, HubConnection[] Connections, Speaker[] Speakers, Traffic Traffic)
{
    /// <param name="count">Of members.</param>
    /// <param name="first">Index of the first of them.</param>
    public static async Task<Crowd> Gather(Bench bench, Contender contender, int count, int first = 0)
    {
        int[] members = [.. Enumerable.Range(first, count)];
        var group = await contender.CreateGroup(members);
        var connections = await contender.Connect(bench.Loop, members, bench.Cancel);
        Speaker[] speakers = [.. connections.Select(connection => new Speaker(connection, group, count - 1))];
        return new(contender, connections, speakers, new Traffic(contender.Name, bench.Loop, connections, speakers));
    }

    public Task Close(EventLoop loop) => loop.Run(() => Array.ForEach(Connections, connection => connection.Drop()));
}
