using Microsoft.Extensions.DependencyInjection;

namespace OrleansChat.Grains.Search;

internal static class SearchServices
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<SearchIndex>();
        services.AddSingleton<SearchStore>();
        return services.AddHostedService<SearchFiller>();
    }
}
