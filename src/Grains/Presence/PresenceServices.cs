using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansChat.Grains.Presence;

internal static class PresenceServices
{
    /// <summary>Needs <see cref="Storage.Database"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddPresence(this IServiceCollection services)
    {
        services.TryAddSingleton<PresenceOptions>();
        return services.AddSingleton<PresenceStore>();
    }
}
