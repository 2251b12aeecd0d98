using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace OrleansChat.LoadBalancer.Routing;

/// <summary>
/// Tries another front-end when one could not be reached, or when it went away before it answered a request that only reads.
/// Anything else may have been done, so only the client knows whether to send it again.
/// </summary>
internal static class SecondTry
{
    public static void UseSecondTry(this IApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        var tried = new List<DestinationState>();
        while (true)
        {
            await next(context);
            if (!MayBeTriedAgain(context))
                return;
            var feature = context.GetReverseProxyFeature();
            tried.Add(feature.ProxiedDestination!);
            var others = feature.Route.Cluster!.DestinationsState.AvailableDestinations.Except(tried).ToList();
            if (others.Count == 0)
                return;
            feature.AvailableDestinations = others;
            context.Response.Clear();
            context.Features.Set<IForwarderErrorFeature>(null);
        }
    });

    private static bool MayBeTriedAgain(HttpContext context) =>
        context.Features.Get<IForwarderErrorFeature>() is { Error: not ForwarderError.NoAvailableDestinations } failure
        && !context.Response.HasStarted
        && !context.RequestAborted.IsCancellationRequested
        && (UnreachableFrontEnds.WasNotSent(failure) || (failure.Error == ForwarderError.Request && OnlyReads(context.Request)));

    private static bool OnlyReads(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
