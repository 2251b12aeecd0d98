using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.Blobs;
using OrleansChat.WebFrontend.Images;
using OrleansChat.WebFrontend.Presence;

namespace OrleansChat.WebFrontend.Http;

/// <summary>How the contract's records are written, in REST and hub alike: what only a front-end knows is filled in here.</summary>
internal static class WireJson
{
    public static void AddWireJson(this IServiceCollection services)
    {
        services.AddOptions<JsonOptions>()
            .Configure<IServiceProvider>((options, provider) => Configure(options.SerializerOptions, provider));
        services.AddOptions<JsonHubProtocolOptions>()
            .Configure<IServiceProvider>((options, provider) => Configure(options.PayloadSerializerOptions, provider));
    }

    public static void Configure(JsonSerializerOptions options, IServiceProvider services)
    {
        Action<JsonTypeInfo>[] modifiers =
        [
            PresenceJson.Modifier(services.GetRequiredService<PresenceBoard>()),
            LinkJson.Modifier(services.GetRequiredService<BlobLinks>()),
        ];
        options.TypeInfoResolver = modifiers.Aggregate(
            options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver(), (resolver, modifier) => resolver.WithAddedModifier(modifier));
    }
}
