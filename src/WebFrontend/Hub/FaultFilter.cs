using Microsoft.AspNetCore.SignalR;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>A fault inside a hub method reaches the client as <c>unavailable</c>, and the log with all there is to it.</summary>
internal sealed partial class FaultFilter(ILogger<FaultFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocation);
        }
        catch (Exception exception) when (exception is not HubException)
        {
            LogFault(exception, invocation.HubMethodName);
            throw Error.Unavailable("The server could not do this just now. Try again.", TimeSpan.FromSeconds(1)).ToHubException();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Hub method {Method} failed")]
    private partial void LogFault(Exception exception, string method);
}
