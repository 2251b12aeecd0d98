namespace OrleansChat.InProcess.Tests;

/// <summary>Stateless workers: several activations of one key, as many as are busy, up to the limit of the class.</summary>
public sealed class StatelessWorkerTests : IAsyncLifetime
{
    private ActorHarness _actors = null!;

    public async Task InitializeAsync() => _actors = await ActorHarness.StartAsync();

    public async Task DisposeAsync() => await _actors.DisposeAsync();

    [Fact]
    public async Task Calls_one_after_the_other_are_done_by_one_activation()
    {
        var pool = _actors.NewGrain<IPooled>();

        var workers = new HashSet<Guid>();
        for (var call = 0; call < 20; call++)
            workers.Add(await pool.WhoAreYou().Soon());

        Assert.Single(workers);
    }

    [Fact]
    public async Task Calls_at_the_same_time_are_done_by_as_many_activations_as_allowed_and_the_rest_wait()
    {
        var pool = _actors.NewGrain<IPooled>();
        var busy = new[] { pool.Hold("a"), pool.Hold("b"), pool.Hold("c") };
        await Task.WhenAll(_actors.Meeting.At("in a"), _actors.Meeting.At("in b"), _actors.Meeting.At("in c")).Soon();

        var fourth = pool.WhoAreYou();
        Assert.False(fourth.IsCompleted);
        foreach (var name in new[] { "a", "b", "c" })
            _actors.Meeting.Reach($"end {name}");

        var workers = await Task.WhenAll(busy).Soon();
        Assert.Equal(3, workers.Distinct().Count());
        Assert.Contains(await fourth.Soon(), workers);
    }

    [Fact]
    public async Task An_idle_activation_is_chosen_before_a_busy_or_a_new_one()
    {
        var pool = _actors.NewGrain<IPooled>();
        var busy = pool.Hold("a");
        await _actors.Meeting.At("in a").Soon();

        var idle = await pool.WhoAreYou().Soon();
        Assert.Equal(idle, await pool.WhoAreYou().Soon());

        _actors.Meeting.Reach("end a");
        Assert.NotEqual(idle, await busy.Soon());
    }
}

public interface IPooled : IGrainWithStringKey
{
    Task<Guid> WhoAreYou();

    Task<Guid> Hold(string name);
}

[StatelessWorker(3)]
public sealed class Pooled(Meeting meeting) : Grain, IPooled
{
    private readonly Guid _self = Guid.NewGuid();

    public Task<Guid> WhoAreYou() => Task.FromResult(_self);

    public async Task<Guid> Hold(string name)
    {
        meeting.Reach($"in {name}");
        await meeting.At($"end {name}");
        return _self;
    }
}
