using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansChat.TestKit;

namespace OrleansChat.LoadTests.Servers;

/// <summary>OrleansChat as a cluster on Orleans: silos, and a front-end that all users are connected to. They tell their metrics.</summary>
internal sealed class Cluster : Product
{
    private const string Orleans = "Orleans";

    public override string Name => $"{Processes.Count - 1} silo{(Processes.Count == 2 ? "" : "s")}";

    /// <inheritdoc cref="Product.Make"/>
    public static Cluster Make(Machine machine, int silos, string database, BenchKeys keys, BenchUser[] users, SiloMetrics metrics)
    {
        var settings = Settings(machine, database, keys);
        foreach (var (name, value) in metrics.Environment)
            settings[name] = value;
        ProductProcess Process(string name) => new(name, settings) { Through = machine.OnServerCore };
        return new()
        {
            Machine = machine,
            Runtime = Orleans,
            Database = database,
            Users = users,
            Processes = [.. Enumerable.Range(1, silos).Select(i => Process($"silo {i}")), Process("the front-end")],
        };
    }

    public override async Task Start()
    {
        foreach (var silo in Processes.SkipLast(1))
            await silo.Start(Repository.SiloBinaryOn(Orleans), $"--Chat:Silo:Port={FreePort()}", $"--Chat:Silo:GatewayPort={FreePort()}");
        await Processes[^1].Start(Repository.FrontEndBinaryOn(Orleans), "--urls", "http://127.0.0.1:0");
    }

    /// <summary>The silos, as they name themselves in metrics: not the front-end.</summary>
    public bool IsSilo(string instance) =>
        Processes.SkipLast(1).Any(silo => instance.EndsWith(silo.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
