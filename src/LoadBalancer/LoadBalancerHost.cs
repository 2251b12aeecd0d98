using OrleansChat.LoadBalancer.FrontEnds;
using OrleansChat.LoadBalancer.Routing;
using OrleansChat.WebFrontend.Edge;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.SessionAffinity;
using Yarp.ReverseProxy.Transforms;

namespace OrleansChat.LoadBalancer;

/// <summary>
/// One address in front of all front-ends. Knows nothing of chat but the path of its hub: a connection over Server-Sent Events or
/// long polling stays on the front-end that it was negotiated with.
/// </summary>
internal static class LoadBalancerHost
{
    /// <summary>Its own health; <c>/health/…</c> are the front-ends', as everything else.</summary>
    private const string HealthPath = "/balancer/health";

    /// <summary>How long what is under way may take when it stops; live connections are cut then.</summary>
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    /// <summary>A front-end whose machine is gone answers nothing at all.</summary>
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(2);

    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static void AddLoadBalancer(this WebApplicationBuilder builder)
    {
        var options = FrontEndOptions.Read(builder.Configuration);
        // Read again when the pipeline is built; here so that it says at once what is wrong.
        _ = TrustedProxies.Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The front-ends know how large a request may be.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Of keys that nothing here is signed with.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A stack for each probe and each request that failed with a front-end; what that comes to is told by ReadyFrontEnds.
        builder.Logging.AddFilter("Yarp", LogLevel.Error);

        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.AddSingleton<IHttpContextFactory, TokenOutOfQuery>();
        services.AddSingleton<ISessionAffinityPolicy, HubAffinity>();
        services.AddSingleton<ILoadBalancingPolicy, FrontEndChoice>();
        services.AddSingleton<IAvailableDestinationsPolicy, ReadyFrontEnds>();
        services.AddSingleton<IPassiveHealthCheckPolicy, UnreachableFrontEnds>();
        services.AddFrontEnds(options);
        var proxy = services.AddReverseProxy()
            .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = ConnectTime)
            .AddTransforms(transforms =>
            {
                // What a client says of itself counts only from a trusted proxy, and has been taken in by then.
                transforms.AddXForwardedFor(action: ForwardedTransformActions.Set);
                transforms.AddXForwardedProto(action: ForwardedTransformActions.Set);
                transforms.AddXForwardedHost(action: ForwardedTransformActions.Set);
                transforms.AddOriginalHost();
            });
        if (options.ResolveNames)
            proxy.Services.AddSingleton<IDestinationResolver, NameResolver>();
    }

    public static void MapLoadBalancer(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.MapGet($"{HealthPath}/live", () => TypedResults.Ok());
        app.MapGet($"{HealthPath}/ready", Ready);
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(Unavailable.AnswerFailures);
            proxy.UseSessionAffinity();
            proxy.UseSecondTry();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }

    private static IResult Ready(IProxyStateLookup proxy)
    {
        var frontEnds = proxy.TryGetCluster(ProxyRules.Cluster, out var cluster) ? cluster.DestinationsState.AllDestinations : [];
        var ready = frontEnds.Count(ReadyFrontEnds.IsReady);
        return ready > 0 ? Results.Ok(new Readiness(ready, frontEnds.Count)) : Unavailable.Problem;
    }

    /// <summary>How many front-ends there are, and how many of them get work.</summary>
    private sealed record Readiness(int Ready, int FrontEnds);
}
