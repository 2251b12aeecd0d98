using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OrleansChat.TestKit;

/// <summary>A silo as a process; it keeps its ports over restarts.</summary>
public sealed record SiloProcess(ProductProcess Process, int Port, int GatewayPort)
{
    public Task Start() => Process.Start(
        Repository.SiloBinary, $"--Chat:Silo:Port={Port}", $"--Chat:Silo:GatewayPort={GatewayPort}");
}

/// <summary>A front-end as a process; it keeps its address over restarts.</summary>
public sealed record FrontEndProcess(ProductProcess Process)
{
    private readonly HttpClient _http = new();

    public Uri Address => Process.Address ?? new Uri("http://127.0.0.1:0");

    /// <summary>A client of this front-end, for all users.</summary>
    public HttpClient Http
    {
        get
        {
            _http.BaseAddress ??= Address;
            return _http;
        }
    }

    public Task Start() => Process.Start(
        Repository.FrontEndBinary, "--urls", Address.GetLeftPart(UriPartial.Authority));
}

/// <summary>
/// Silos and front-ends as processes of their own on one database, without a load balancer. Each can be killed, stopped, frozen and
/// started again. Needs Orleans: <see cref="Repository.Runtime"/>.
/// </summary>
public sealed class ClusterProcesses : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleanschat-cluster-").FullName;
    private readonly Dictionary<string, string> _environment;
    private readonly List<SiloProcess> _silos = [];
    private readonly List<FrontEndProcess> _frontEnds = [];

    private ClusterProcesses(string connectionString) => _environment = new Dictionary<string, string>
    {
        ["Chat__Database"] = connectionString,
        ["Chat__Keys__Signing"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["Chat__Keys__Names"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["Chat__Blobs__Folder"] = _folder,
        ["CHAT_RATE_LIMITS"] = "off",
    };

    /// <summary>In the order in which they were added, whether they run or not.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <inheritdoc cref="Silos"/>
    public IReadOnlyList<FrontEndProcess> FrontEnds => _frontEnds;

    /// <summary>Starts all of it; returns when every process has started.</summary>
    /// <param name="connectionString">Of the database that it uses.</param>
    /// <param name="silos">At least 1.</param>
    /// <param name="frontEnds">At least 1.</param>
    /// <param name="environment">Further settings of all processes.</param>
    public static async Task<ClusterProcesses> Start(
        string connectionString, int silos, int frontEnds, IReadOnlyDictionary<string, string>? environment = null)
    {
        var cluster = new ClusterProcesses(connectionString);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            cluster._environment[key] = value;
        try
        {
            // The first one makes the tables.
            await cluster.AddSilo();
            await Task.WhenAll(Enumerable.Range(1, silos - 1).Select(_ => cluster.AddSilo()));
            await Task.WhenAll(Enumerable.Range(0, frontEnds).Select(_ => cluster.AddFrontEnd()));
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
        return cluster;
    }

    public async Task<SiloProcess> AddSilo()
    {
        var silo = new SiloProcess(new ProductProcess($"silo {_silos.Count + 1}", _environment), FreePort(), FreePort());
        _silos.Add(silo);
        await silo.Start();
        return silo;
    }

    public async Task<FrontEndProcess> AddFrontEnd()
    {
        var frontEnd = new FrontEndProcess(new ProductProcess($"front-end {_frontEnds.Count + 1}", _environment));
        _frontEnds.Add(frontEnd);
        await frontEnd.Start();
        return frontEnd;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var frontEnd in _frontEnds)
        {
            frontEnd.Http.Dispose();
            await frontEnd.Process.DisposeAsync();
        }
        foreach (var silo in _silos)
            await silo.Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
