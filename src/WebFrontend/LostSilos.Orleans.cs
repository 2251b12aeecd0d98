using Orleans.Configuration;
using OrleansChat.Calls;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.WebFrontend;

/// <summary>What a front-end does when a silo dies: calls are made again, subscriptions are renewed at once.</summary>
internal static class LostSilos
{
    /// <summary>Until a silo that was added is used, which may soon be the only one left, and a frozen one that was declared dead no longer
    /// is. Each front-end reads a few rows as often.</summary>
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(2);

    public static void SurviveLostSilos(this IClientBuilder client)
    {
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = CallTimes.Other);
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
        client.Services.AddSingleton<IOutgoingGrainCallFilter>(services => new IdempotentRetry(
            CallTimes.FrontEndPatience, TimeProvider.System, services.GetRequiredService<ILogger<IdempotentRetry>>()));
        client.AddGatewayCountChangedHandler(services =>
        {
            var losses = services.GetRequiredService<SiloLosses>();
            return (_, gateways) =>
            {
                // Also when the last one is back: what was pushed meanwhile has not arrived.
                if (gateways.NumberOfConnectedGateways < gateways.PreviousNumberOfConnectedGateways || gateways.ConnectionRecovered)
                    losses.Note();
            };
        });
    }
}
