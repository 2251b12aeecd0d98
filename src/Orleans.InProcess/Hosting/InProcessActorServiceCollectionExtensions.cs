using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansChat.InProcess;

/// <summary>Registers the embedded actor runtime.</summary>
public static class InProcessActorServiceCollectionExtensions
{
    /// <summary>
    /// Runs grains in this process. <see cref="IGrainFactory"/> and <see cref="IClusterClient"/> lead to them. Stopping the host
    /// deactivates all grains, within the host's shutdown timeout; services registered before this one may be called by grains
    /// until then. A <see cref="TimeProvider"/> among the services drives timers, timeouts and ages.
    /// </summary>
    /// <exception cref="OptionsValidationException">At start: an option is out of range.</exception>
    public static IServiceCollection AddInProcessActors(
        this IServiceCollection services, Action<InProcessActorOptions> configure)
    {
        services.AddOptions<InProcessActorOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InProcessActorOptions>, InProcessActorOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ActorRuntime>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<ActorRuntime>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<ActorRuntime>());
        return services.AddHostedService<ActorHost>();
    }
}
