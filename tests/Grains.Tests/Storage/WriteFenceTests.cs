using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Tests.Storage;

/// <summary>A silo that stood still keeps from the database until it knows that it is still one of the cluster.</summary>
public sealed class WriteFenceTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Standing _standing = new();
    private readonly WriteFence _fence;

    public WriteFenceTests() => _fence = new WriteFence(_clock, NullLogger<WriteFence>.Instance, _standing);

    public void Dispose() => _fence.Dispose();

    [Fact]
    public async Task While_time_passes_evenly_nobody_is_asked()
    {
        for (var i = 0; i < 20; i++)
        {
            _clock.Advance(WriteFence.Limit / 2);
            await _fence.Beat();
            Assert.True(_fence.IsOpen);
        }
        Assert.Equal(0, _standing.Asked);
    }

    [Fact]
    public async Task After_a_standstill_it_is_closed_whoever_comes_first_and_opens_when_the_silo_is_a_member()
    {
        StandStill();
        Assert.False(_fence.IsOpen);
        _standing.Answer = Task.FromResult<bool?>(true);
        await _fence.Beat();
        Assert.True(_fence.IsOpen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task It_stays_closed_for_one_that_was_declared_dead_or_is_not_known(bool? answer)
    {
        StandStill();
        _standing.Answer = Task.FromResult(answer);
        await _fence.Beat();
        Assert.False(_fence.IsOpen);
        _clock.Advance(WriteFence.Limit / 2);
        await _fence.Beat();
        Assert.False(_fence.IsOpen);
        Assert.Equal(2, _standing.Asked);
    }

    [Fact]
    public async Task An_answer_from_before_another_standstill_does_not_open_it()
    {
        StandStill();
        var answer = new TaskCompletionSource<bool?>();
        _standing.Answer = answer.Task;
        var beat = _fence.Beat();
        StandStill();
        answer.SetResult(true);
        await beat;
        Assert.False(_fence.IsOpen);
    }

    [Fact]
    public async Task It_stays_closed_while_the_database_does_not_answer()
    {
        StandStill();
        _standing.Answer = Task.FromException<bool?>(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(_fence.Beat);
        Assert.False(_fence.IsOpen);
    }

    [Fact]
    public async Task It_is_always_open_for_a_silo_that_is_alone()
    {
        using var fence = new WriteFence(_clock, NullLogger<WriteFence>.Instance);
        StandStill();
        Assert.True(fence.IsOpen);
        await fence.Beat();
        Assert.True(fence.IsOpen);
    }

    [Fact]
    public async Task The_database_is_kept_from_everybody_while_it_is_closed()
    {
        await using var database = new Database("Host=nowhere", _fence);
        Assert.NotNull(database.DataSource);
        StandStill();
        Assert.Throws<TimeoutException>(() => database.DataSource);
        Assert.True(Database.IsPassing(Assert.Throws<Npgsql.NpgsqlException>(() => database.JournalSource)));
    }

    private void StandStill() => _clock.Advance(WriteFence.Limit + TimeSpan.FromSeconds(1));

    private sealed class Standing : ISiloStanding
    {
        public Task<bool?> Answer { get; set; } = Task.FromResult<bool?>(null);

        public int Asked { get; private set; }

        public Task<bool?> IsMember()
        {
            Asked++;
            return Answer;
        }
    }
}
