using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Limits;

/// <summary>Rate limits for REST, by the route's <see cref="LimitAttribute"/>, and for the hub by <see cref="LimitFilter"/>.</summary>
internal static class LimitServices
{
    /// <summary>Call it after the hub was added, whose other filters come first.</summary>
    /// <exception cref="InvalidOperationException">The setting is wrong; the message names it.</exception>
    public static void AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(RateLimitOptions.Read(configuration));
        services.AddSingleton<RateLimiting>();
        services.AddSingleton<LimitFilter>();
        // Inside the filter that tells of faults.
        services.Configure<HubOptions>(options => options.AddFilter<LimitFilter>());
    }

    /// <summary>After authentication, because it counts users, and before authorization, so that it counts refused tokens too.</summary>
    public static void UseRateLimits(this IApplicationBuilder app)
    {
        var limiting = app.ApplicationServices.GetRequiredService<RateLimiting>();
        app.Use(async (context, next) =>
        {
            var limit = Of(context);
            if (await limiting.Take(limit, context.User.UserId(), AddressOf(context.Connection.RemoteIpAddress)) is { } refusal)
                await new Problem(refusal).ExecuteAsync(context);
            else
                await next(context);
        });
    }

    /// <summary>Whom to count when nobody is signed in.</summary>
    public static string AddressOf(IPAddress? address)
    {
        if (address is null)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var network = address.GetAddressBytes();
        network.AsSpan(8).Clear();
        return $"{new IPAddress(network)}/64";
    }

    private static Limit Of(HttpContext context)
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<LimitAttribute>()?.Limit ?? Limit.Other;
        // What follows a connection's opening: each poll and each message of the transports that are plain HTTP.
        var isOpening = !context.Request.Query.ContainsKey("id")
            || context.Request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase);
        return limit == Limit.Connections && !isOpening ? Limit.Transport : limit;
    }
}
