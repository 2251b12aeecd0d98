using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansChat.InProcess.Tests.Infrastructure;

/// <summary>The embedded runtime with the grain classes of this assembly, as a host runs it.</summary>
public sealed class ActorHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ActorHarness(ServiceProvider services) => _services = services;

    public IClusterClient Grains => _services.GetRequiredService<IClusterClient>();

    /// <summary>Where grains and tests meet.</summary>
    public Meeting Meeting => _services.GetRequiredService<Meeting>();

    public LogRecorder Log => _services.GetRequiredService<LogRecorder>();

    private IEnumerable<IHostedService> HostedServices => _services.GetServices<IHostedService>();

    public static async Task<ActorHarness> StartAsync(
        Action<InProcessActorOptions>? configure = null, TimeProvider? time = null)
    {
        var log = new LogRecorder();
        var services = new ServiceCollection()
            .AddSingleton(log)
            .AddSingleton<Meeting>()
            .AddLogging(logging => logging.AddProvider(log));
        if (time is not null)
            services.AddSingleton(time);
        services.AddInProcessActors(options =>
        {
            options.GrainAssemblies.Add(typeof(ActorHarness).Assembly);
            // Never opened but by the tests of storage, which give a real one.
            options.ConnectionString = "Host=unused.invalid";
            configure?.Invoke(options);
        });
        var harness = new ActorHarness(services.BuildServiceProvider(validateScopes: true));
        foreach (var service in harness.HostedServices)
            await service.StartAsync(CancellationToken.None);
        return harness;
    }

    /// <summary>A grain with a key of its own.</summary>
    public T NewGrain<T>() where T : IGrainWithStringKey => Grains.GetGrain<T>($"t.{Guid.NewGuid():N}");

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        foreach (var service in HostedServices.Reverse())
            await service.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // What a test has left hanging is abandoned.
        await StopAsync(new CancellationToken(canceled: true));
        await _services.DisposeAsync();
    }
}
