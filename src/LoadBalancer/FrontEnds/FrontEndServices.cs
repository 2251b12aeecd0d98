using Yarp.ReverseProxy.Configuration;

namespace OrleansChat.LoadBalancer.FrontEnds;

/// <summary>Which front-ends there are.</summary>
internal static class FrontEndServices
{
    public static void AddFrontEnds(this IServiceCollection services, FrontEndOptions options)
    {
        var provider = new InMemoryConfigProvider(ProxyRules.Routes, ProxyRules.Clusters(options.Addresses, options.Cookie));
        services.AddSingleton(options);
        services.AddSingleton(provider);
        services.AddSingleton<IProxyConfigProvider>(provider);
        if (options.File is not null)
            services.AddHostedService<FrontEndsFile>();
    }
}
