using Microsoft.Extensions.Hosting;

namespace OrleansChat.InProcess.Hosting;

/// <summary>Starts and stops the runtime with the process, and watches timeouts and idle activations in between.</summary>
internal sealed class ActorHost(ActorRuntime runtime) : IHostedService, IDisposable
{
    private ITimer? _expiration;
    private ITimer? _collection;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = runtime.Options;
        var precision = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond, options.ResponseTimeout.Ticks / 2));
        _expiration = runtime.Time.CreateTimer(_ => runtime.ExpireCalls(), null, precision, precision);
        _collection = runtime.Time.CreateTimer(
            _ => runtime.CollectIdle(), null, options.CollectionQuantum, options.CollectionQuantum);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => runtime.StopAsync(cancellationToken);

    public void Dispose()
    {
        _expiration?.Dispose();
        _collection?.Dispose();
    }
}
