using Microsoft.Extensions.Options;

namespace OrleansChat.InProcess.Tests;

/// <summary>Starting and stopping with the host.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task Stopping_lets_running_calls_end_then_deactivates_and_then_refuses()
    {
        await using var actors = await ActorHarness.StartAsync();
        var (busy, idle) = (actors.NewGrain<IWorker>(), actors.NewGrain<ITimed>());
        await idle.Interleaved().Soon();
        var running = busy.Hold("running");
        await actors.Meeting.At("in running").Soon();

        var stopping = actors.StopAsync();
        await actors.Meeting.At("deactivated").Soon();
        Assert.False(stopping.IsCompleted);
        actors.Meeting.Reach("end running");

        await running.Soon();
        await stopping.Soon();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => busy.Record("late").Soon());
        await Assert.ThrowsAsync<SiloUnavailableException>(() => actors.NewGrain<IWorker>().Record("late").Soon());
        Assert.Empty(actors.Meeting.Events);
    }

    [Fact]
    public async Task Stopping_refuses_calls_that_wait_for_a_fresh_activation()
    {
        await using var actors = await ActorHarness.StartAsync();
        var grain = actors.NewGrain<IWorker>();
        var running = grain.Hold("running");
        var waiting = grain.Record("waiting");
        await actors.Meeting.At("in running").Soon();

        var stopping = actors.StopAsync();
        actors.Meeting.Reach("end running");

        await Task.WhenAll(running, stopping).Soon();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting.Soon());
    }

    [Fact]
    public async Task Stopping_ends_in_time_and_fails_what_still_runs()
    {
        await using var actors = await ActorHarness.StartAsync();
        var grain = actors.NewGrain<IWorker>();
        var endless = grain.Hold("endless");
        await actors.Meeting.At("in endless").Soon();
        using var impatience = new CancellationTokenSource();

        var stopping = actors.StopAsync(impatience.Token);
        await impatience.CancelAsync();

        await stopping.Soon();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => endless.Soon());
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Record("late").Soon());
    }

    [Fact]
    public async Task Options_out_of_range_are_refused_by_name_at_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ActorHarness.StartAsync(options =>
        {
            options.ServiceId = "";
            options.ResponseTimeout = TimeSpan.Zero;
        }));

        Assert.Contains(nameof(InProcessActorOptions.ServiceId), refused.Message);
        Assert.Contains(nameof(InProcessActorOptions.ResponseTimeout), refused.Message);
    }

    [Fact]
    public async Task Persistent_state_without_a_connection_string_is_refused_at_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ActorHarness.StartAsync(options => options.ConnectionString = null));

        Assert.Contains(nameof(InProcessActorOptions.ConnectionString), refused.Message);
    }
}
