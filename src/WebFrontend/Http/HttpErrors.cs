using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace OrleansChat.WebFrontend.Http;

/// <summary>JSON and errors of the API: whatever goes wrong, the answer is a <see cref="Problem"/>.</summary>
internal static class HttpErrors
{
    public static IServiceCollection AddHttpErrors(this IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemExceptionHandler>();
        // Else only the development environment throws what the exception handler turns into a problem.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            // Answers are JSON and never part of a page; escaping every letter beyond ASCII would only make them longer.
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddOptions<JsonOptions>()
            .Configure<IServiceProvider>((options, provider) => WireJson.Configure(options.SerializerOptions, provider));
        // The requests' own log lines hold query strings, and those of the hub an access token.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services;
    }

    /// <summary>First in the pipeline, so that nothing escapes it.</summary>
    public static IApplicationBuilder UseHttpErrors(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context =>
            Problem.ForStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.Use(RequestBodyLimit.Apply);
        return app;
    }
}
