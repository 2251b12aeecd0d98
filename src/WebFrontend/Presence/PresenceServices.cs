namespace OrleansChat.WebFrontend.Presence;

internal static class PresenceServices
{
    public static void AddPresence(this IServiceCollection services)
    {
        services.AddSingleton<PresenceBoard>();
        services.AddSingleton<PresencePusher>();
        services.AddHostedService<PresenceReporter>();
    }
}
