using OrleansChat.FrontEnds;

namespace OrleansChat.Grains.Tests.FrontEnds;

/// <summary>What the runtime that carries pushes does with several at once.</summary>
public sealed class ObserverTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_push_that_waits_for_those_before_it_does_not_hold_them_up()
    {
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        var (came, applied) = (new TaskCompletionSource(), new TaskCompletionSource());
        frontEnd.OnMembers = () =>
        {
            came.SetResult();
            return applied.Task;
        };
        var observer = frontEnd.FrontEnd.Observer;

        var overtaking = observer.OnMembersPush(Push(2));
        await came.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await observer.OnGroupPush(Push(1));
        Assert.Equal(1, (await frontEnd.NextGroupPush()).Version);
        applied.SetResult();
        await Task.WhenAny(overtaking); // on a busy machine its caller may have given it up
    }

    private static GroupPush Push(long version) => new("g.1", version, new ConversationTouched("g.1"));
}
