using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Telemetry;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>The hub and what fans pushes out to its connections.</summary>
internal static class ChatHubServices
{
    public const string Path = "/hubs/chat";

    /// <summary>Bytes.</summary>
    private const int MaxMessage = 256 * 1024;

    /// <summary>A client that has said nothing for so long, or has not come back to poll, is dead.</summary>
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(30);

    public static void AddChatHub(this IServiceCollection services)
    {
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = MaxMessage;
            options.KeepAliveInterval = TimeSpan.FromSeconds(10);
            options.ClientTimeoutInterval = ClientTimeout;
            // A client may have several calls under way; grains keep the order within a conversation.
            options.MaximumParallelInvocationsPerClient = 16;
            options.AddFilter<HubCallFilter>();
            options.AddFilter<FaultFilter>();
        });
        services.AddSingleton<IHubProtocol, CodedJsonHubProtocol>();
        services.AddSingleton<HubCallFilter>();
        services.AddSingleton<FaultFilter>();
        // It logs every refusal as an error, stack and all; faults are logged by the filter. And while it may log anything, it makes
        // an activity for each call, whether anybody follows it or not.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None));
        services.Configure<ConnectionOptions>(options => options.DisconnectTimeout = ClientTimeout);
        services.AddBounds();
        services.AddSingleton<FrontEndObserver>();
        services.AddSingleton<FrontEndIdentity>();
        services.AddSingleton<ConnectionRegistry>();
        services.AddSingleton<GroupSubscriptions>();
        services.AddSingleton<UserSubscriptions>();
        services.AddSingleton<SessionCloser>();
        services.AddSingleton<SiloLosses>();
        services.AddSingleton<ConversationViewsPusher>();
        services.AddHostedService<PushPump>();
        services.AddHostedService<LeaseRenewal>();
    }

    public static HubEndpointConventionBuilder MapChatHub(this IEndpointRouteBuilder app)
    {
        var slow = app.ServiceProvider.GetRequiredService<IOptions<SlowClientOptions>>().Value;
        return app.MapHub<ChatHub>(Path, options =>
        {
            options.TransportMaxBufferSize = slow.MaxBufferedBytes / 2;
            options.TransportSendTimeout = slow.StallLimit;
        });
    }

    /// <summary>Pages of other servers may not open the hub; clients that are no browsers send no <c>Origin</c>.</summary>
    public static void UseOwnOriginForHub(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.Path.StartsWithSegments(Path) && context.Request.IsFromForeignPage()
            ? new Problem(SameOrigin.Foreign).ExecuteAsync(context)
            : next(context));

    private static void AddBounds(this IServiceCollection services)
    {
        services.AddOptions<SlowClientOptions>()
            .BindConfiguration(SlowClientOptions.Section)
            .Validate(options => options.IsValid, SlowClientOptions.Rule)
            .ValidateOnStart();
        services.AddOptions<PushBacklogOptions>()
            .BindConfiguration(PushBacklogOptions.Section)
            .Validate(options => options.IsValid, PushBacklogOptions.Rule)
            .ValidateOnStart();
        services.AddSingleton<SlowClients>();
        services.AddSingleton<PushBacklog>();
        services.AddSingleton<RecordJoiner>();
        services.AddSingleton<ClientLinks>();
        services.AddSingleton<HubLifetimeManager<ChatHub>>(provider => provider.GetRequiredService<ClientLinks>());
    }
}
