using Microsoft.Extensions.DependencyInjection;

namespace OrleansChat.Grains.Contacts;

internal static class ContactServices
{
    /// <summary>Needs <see cref="Storage.Database"/>, a <see cref="TimeProvider"/> and the grain factory.</summary>
    public static IServiceCollection AddContacts(this IServiceCollection services) => services
        .AddSingleton<ContactStore>()
        .AddSingleton<SuggestionStore>()
        .AddSingleton<BlockStore>()
        .AddHostedService<ContactSweeper>();
}
