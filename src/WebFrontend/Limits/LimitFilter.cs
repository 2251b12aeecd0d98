using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Limits;

/// <summary>Counts hub calls in the same budgets as requests; a refused call never reaches its method.</summary>
internal sealed class LimitFilter(RateLimiting limiting) : IHubFilter
{
    private static readonly ConcurrentDictionary<MethodInfo, Limit> Limits = new();

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var refusal = await limiting.Take(LimitOf(invocation.HubMethod), invocation.Context.User!.UserId(), Address(invocation.Context));
        return refusal is null ? await next(invocation) : throw refusal.ToHubException();
    }

    public static Limit LimitOf(MethodInfo method) =>
        Limits.GetOrAdd(method, key => key.GetCustomAttribute<LimitAttribute>()?.Limit ?? Limit.Other);

    private static string Address(HubCallerContext context) =>
        LimitServices.AddressOf(context.Features.Get<IHttpContextFeature>()?.HttpContext?.Connection.RemoteIpAddress);
}
