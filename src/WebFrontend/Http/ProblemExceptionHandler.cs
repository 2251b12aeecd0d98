using Microsoft.AspNetCore.Diagnostics;

namespace OrleansChat.WebFrontend.Http;

/// <summary>Answers a request that ended in an exception with a problem of the closed list.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The context's own endpoint is cleared by now.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
        if (exception is TimeoutException)
            LogBusy(httpContext.Request.Method, endpoint, exception.Message);
        else if (!Faults.IsOfRequest(exception))
            LogFault(exception, httpContext.Request.Method, endpoint);
        await new Problem(Faults.ToError(exception)).ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A {Method} request to {Endpoint} took too long: {Reason}")]
    private partial void LogBusy(string method, string? endpoint, string reason);

    // The endpoint's name and not the path: paths hold ids, queries may hold a token.
    [LoggerMessage(Level = LogLevel.Error, Message = "A {Method} request to {Endpoint} failed")]
    private partial void LogFault(Exception exception, string method, string? endpoint);
}
