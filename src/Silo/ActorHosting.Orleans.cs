using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansChat.Telemetry;

namespace OrleansChat.Silo;

/// <summary>The grains run on Microsoft Orleans, with its ADO.NET storage and, in a cluster, its ADO.NET membership.</summary>
internal static class ActorHosting
{
    private const string Invariant = "Npgsql";

    public static void RunGrains(this IHostApplicationBuilder builder, SiloKind kind, string database) => builder.UseOrleans(silo =>
    {
        if (TelemetryHost.FollowsCalls(builder.Configuration))
            silo.AddActivityPropagation();
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.CallLostGrainsAgain();
        silo.AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.ConnectionString) = (Invariant, database));
        if (kind == SiloKind.Alone)
        {
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, null, ChatCluster.ServiceId, ChatCluster.ClusterId);
            return;
        }

        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ChatCluster.ServiceId, ChatCluster.ClusterId));
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, database));
        silo.WatchOtherSilos(builder.Configuration, database);
        var network = builder.Configuration.GetSection("Chat:Silo");
        silo.ConfigureEndpoints(
            IPAddress.Parse(network["Address"] ?? "127.0.0.1"),
            network.GetValue("Port", 11111),
            network.GetValue("GatewayPort", 30000),
            listenOnAnyHostAddress: network["Address"] is not null);
    });

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
