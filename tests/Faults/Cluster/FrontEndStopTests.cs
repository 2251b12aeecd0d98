using System.Net;
using Xunit.Abstractions;

namespace OrleansChat.Faults.Cluster;

/// <summary>One of two front-ends is told to stop, or is killed, while a crowd is sending.</summary>
public sealed class FrontEndStopTests(ITestOutputHelper output) : ClusterTest(silos: 2, frontEnds: 2, output)
{
    private static readonly TimeSpan BalancerInterval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Told_to_stop_it_hands_its_connections_over_and_no_call_fails()
    {
        var (leaving, staying) = (Cluster.FrontEnds[0], Cluster.FrontEnds[1]);
        var stranger = await ChatUser.Register(leaving.Http, "stranger");
        await using var deaf = await stranger.Connect();
        await using var crowd = await Gather();
        await crowd.SendDuring(async () =>
        {
            using var stopped = new CancellationTokenSource();
            var requests = RequestsByWayOfBalancer(stranger, stopped.Token);
            var told = deaf.Drainings.Next();
            var terminated = leaving.Process.Terminate();
            Assert.InRange((await told).WithinSeconds, 1, 30);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Readiness(leaving));
            Assert.Equal(0, await terminated);
            await stopped.CancelAsync();
            Record($"{await requests} requests by way of the balancer");
        });
        Record(crowd);
        crowd.CheckNobodySawAnError();
        // One that does not understand is closed in the end.
        await deaf.Closed.Within("the connection that did not go is closed");
        Assert.All(crowd.Clients, client => Assert.Equal(staying.Address, client.User.Address));
        Assert.Equal(Users / 2, crowd.Clients.Sum(client => client.Moves));
        await crowd.Converges(Database.ConnectionString);
        await crowd.Check(Database.ConnectionString);
    }

    [Fact]
    public async Task Killed_its_users_come_back_through_the_other_and_have_missed_nothing()
    {
        await using var crowd = await Gather();
        await crowd.SendDuring(Cluster.FrontEnds[0].Process.Kill);
        Record(crowd);
        await crowd.Check(Database.ConnectionString);
    }

    /// <summary>Asks like somebody behind a balancer that looks every second who is ready. A failure fails the test.</summary>
    private async Task<int> RequestsByWayOfBalancer(ChatUser user, CancellationToken stop)
    {
        var ready = Cluster.FrontEnds.ToList();
        var look = DateTime.UtcNow;
        for (var count = 0; ; count++)
        {
            if (stop.IsCancellationRequested)
                return count;
            if (DateTime.UtcNow >= look)
            {
                look = DateTime.UtcNow + BalancerInterval;
                ready = [];
                foreach (var frontEnd in Cluster.FrontEnds)
                {
                    if (await Readiness(frontEnd) == HttpStatusCode.OK)
                        ready.Add(frontEnd);
                }
            }
            await user.At(ready[count % ready.Count].Http).Inbox();
            await Task.WhenAny(Task.Delay(20, stop));
        }
    }

    private static async Task<HttpStatusCode?> Readiness(FrontEndProcess frontEnd)
    {
        try
        {
            using var answer = await frontEnd.Http.GetAsync("health/ready");
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
