using Yarp.ReverseProxy.Forwarder;

namespace OrleansChat.LoadBalancer;

/// <summary>The one error that the balancer answers itself, in the form of the API's.</summary>
internal static class Unavailable
{
    private const string RetryAfterSeconds = "2";

    public static IResult Problem { get; } = new WithRetryAfter(Results.Problem(
        "No server can answer now. Try again in a moment.",
        statusCode: StatusCodes.Status503ServiceUnavailable,
        title: "Service Unavailable",
        type: "about:blank",
        extensions: new Dictionary<string, object?> { ["code"] = "unavailable" }));

    /// <summary>Whatever kept a front-end from answering. An answer that has begun can only be cut.</summary>
    public static async Task AnswerFailures(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Features.Get<IForwarderErrorFeature>() is null
            || context.Response.HasStarted
            || context.Response.StatusCode < StatusCodes.Status500InternalServerError
            || context.RequestAborted.IsCancellationRequested)
            return;
        context.Response.Clear();
        await Problem.ExecuteAsync(context);
    }

    private sealed class WithRetryAfter(IResult problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            httpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return problem.ExecuteAsync(httpContext);
        }
    }
}
