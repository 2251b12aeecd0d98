using Microsoft.Extensions.DependencyInjection;

namespace OrleansChat.Grains.Users;

internal static class UserServices
{
    /// <summary>Needs <see cref="Storage.Database"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services.AddSingleton<UserStore>().AddSingleton<UserDirectory>();
}
