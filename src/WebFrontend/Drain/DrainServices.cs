using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.WebFrontend.Drain;

/// <summary>Stopping without a failed call.</summary>
internal static class DrainServices
{
    /// <summary>For every front-end: what tells whether it drains. Alone it never does.</summary>
    public static void AddDrainState(this IServiceCollection services)
    {
        services.AddSingleton<DrainState>();
        services.AddSingleton<CallsInFlightFilter>();
        services.Configure<HubOptions>(options => options.AddFilter<CallsInFlightFilter>());
    }

    /// <summary>For a front-end that has others beside it, to which its connections can go.</summary>
    public static void DrainBeforeStop(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var options = builder.Configuration.GetSection(DrainOptions.Section).Get<DrainOptions>() ?? new DrainOptions();
        options.Check();
        services.AddSingleton(Options.Create(options));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Finish);
        services.AddSingleton<FrontEndDrain>();
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
    }

    /// <summary>Clients that keep connections for further requests open the next one elsewhere.</summary>
    public static void UseDrain(this IApplicationBuilder app)
    {
        var state = app.ApplicationServices.GetRequiredService<DrainState>();
        app.Use((context, next) =>
        {
            if (state.IsHandingOff && HttpProtocol.IsHttp11(context.Request.Protocol)
                && !context.Request.Path.StartsWithSegments(ChatHubServices.Path))
                context.Response.Headers.Connection = "close";
            return next(context);
        });
    }
}
