using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Health;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Contacts;
using OrleansChat.WebFrontend.Conversations;
using OrleansChat.WebFrontend.Drain;
using OrleansChat.WebFrontend.Edge;
using OrleansChat.WebFrontend.Groups;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Hub;
using OrleansChat.WebFrontend.Images;
using OrleansChat.WebFrontend.Limits;
using OrleansChat.WebFrontend.OpenApi;
using OrleansChat.WebFrontend.Presence;
using OrleansChat.WebFrontend.Search;
using OrleansChat.WebFrontend.Users;

namespace OrleansChat.WebFrontend;

/// <summary>A front-end: REST, hub and web client. Knows nothing but grain interfaces; every one is like any other.</summary>
public static class FrontEndHost
{
    /// <summary>Add the actor runtime's client before this.</summary>
    public static void AddFrontEnd(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        // A line per request would bury the others; name a longer category in Logging:LogLevel to see more.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var services = builder.Services;
        services.AddHttpErrors();
        services.AddAuth(builder.Configuration);
        services.AddImages(builder.Configuration);
        services.AddApiDocument();
        services.AddChatHub();
        services.AddDrainState();
        services.AddPresence();
        services.AddWireJson();
        services.AddEdge(builder.Configuration);
        services.AddRateLimits(builder.Configuration);
    }

    public static void MapFrontEnd(this WebApplication app)
    {
        app.UseDrain();
        app.UseEdge();
        app.UseHttpErrors();
        app.UseWebClient();
        app.UseOwnOriginForHub();
        app.UseAuthentication();
        app.UseRateLimits();
        app.UseAuthorization();

        var api = app.MapApi();
        api.MapAuth();
        api.MapUsers();
        api.MapContacts();
        api.MapConversations();
        api.MapGroups();
        api.MapInvites();
        api.MapSearch();
        api.MapImages();
        app.MapBlobs();
        app.MapChatHub().WithLimit(Limit.Connections);
        app.MapApiDocument();
        app.MapHealth();
    }

    private static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").WithLimit(Limit.Unlimited).ExcludeFromDescription();
        health.MapGet("/live", () => TypedResults.Ok());
        health.MapGet("/ready", async Task<Results<Ok, Problem>> (IGrainFactory grains, DrainState drain) =>
        {
            if (drain.HasBegun)
                return new Problem(Error.Unavailable("This front-end is about to stop. Use another one.", TimeSpan.FromSeconds(1)));
            await grains.GetGrain<IHealthGrain>("health.0").Check();
            return TypedResults.Ok();
        });
    }
}
