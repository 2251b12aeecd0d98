namespace OrleansChat.WebFrontend.Edge;

/// <summary>Where requests come in: proxies, HTTPS, and what every answer tells a browser.</summary>
internal static class EdgeServices
{
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static void AddEdge(this IServiceCollection services, IConfiguration configuration)
    {
        // Read again when the pipeline is built; here so that the server says at once what is wrong.
        _ = TrustedProxies.Read(configuration);
        services.AddSingleton<IHttpContextFactory, TokenOutOfQuery>();
    }

    /// <summary>Before all else.</summary>
    public static void UseEdge(this IApplicationBuilder app)
    {
        app.UseTrustedProxies();
        app.UseSecurityHeaders();
        app.UseHttpsOnly();
    }
}
