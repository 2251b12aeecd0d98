using Orleans.Configuration;
using OrleansChat.Telemetry;

namespace OrleansChat.WebFrontend;

/// <summary>A front-end on Orleans: a client of the silos, which it finds in the membership table.</summary>
internal static class ActorHosting
{
    private const string DatabaseSetting = "Chat:Database";

    public static void ConnectToSilos(this WebApplicationBuilder builder)
    {
        var database = builder.Configuration[DatabaseSetting] ?? throw new InvalidOperationException(
            $"{DatabaseSetting} is not set: the connection string of the PostgreSQL database that the silos use.");
        builder.UseOrleansClient(client =>
        {
            if (TelemetryHost.FollowsCalls(builder.Configuration))
                client.AddActivityPropagation();
            client.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ChatCluster.ServiceId, ChatCluster.ClusterId))
                .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", database))
                .UseConnectionRetryFilter(WaitForSilos)
                .SurviveLostSilos();
        });
    }

    /// <summary>Silos and front-ends may be started in any order: the first silo also makes the tables.</summary>
    private static async Task<bool> WaitForSilos(Exception exception, CancellationToken cancellation)
    {
        Console.Error.WriteLine($"Waiting for a silo: {exception.Message}");
        await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        return true;
    }
}
