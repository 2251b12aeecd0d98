namespace OrleansChat.TestKit;

/// <summary>
/// The whole product in one process. It can be killed and started again on the same database, data folder and port.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly ProductProcess _process;

    private ServerProcess(string connectionString, string dataFolder, IReadOnlyDictionary<string, string> environment)
    {
        DataFolder = dataFolder;
        _process = new ProductProcess("the server", new Dictionary<string, string>(environment)
        {
            ["Chat__Database"] = connectionString,
            ["Chat__DataFolder"] = dataFolder,
            ["CHAT_RATE_LIMITS"] = "off",
        });
    }

    /// <summary>Keys and blobs; removed with it.</summary>
    public string DataFolder { get; }

    /// <summary>The process itself.</summary>
    public ProductProcess Process => _process;

    /// <summary>Stays the same over restarts.</summary>
    public Uri Address => _process.Address ?? new Uri("http://127.0.0.1:0");

    /// <summary>A client of the server, for all users.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <summary>The newest lines that it wrote since its last start.</summary>
    public string Output => _process.Output;

    /// <param name="connectionString">Of the database that it uses.</param>
    /// <param name="dataFolder">Null: a new one.</param>
    /// <param name="environment">Further settings.</param>
    public static async Task<ServerProcess> Start(
        string connectionString, string? dataFolder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = new ServerProcess(
            connectionString,
            dataFolder ?? Directory.CreateTempSubdirectory("orleanschat-server-").FullName,
            environment ?? new Dictionary<string, string>());
        try
        {
            await server.Start();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        server.Http = new HttpClient { BaseAddress = server.Address };
        return server;
    }

    /// <summary>Starts it again, after <see cref="Kill"/> or <see cref="Terminate"/>; returns when it is ready.</summary>
    public Task Start() => StartOn(Repository.Runtime);

    /// <summary>Starts it again on either actor runtime.</summary>
    public Task StartOn(string runtime) =>
        _process.Start(Repository.ServerBinary(runtime), "--urls", Address.GetLeftPart(UriPartial.Authority));

    /// <inheritdoc cref="ProductProcess.Kill"/>
    public Task Kill() => _process.Kill();

    /// <inheritdoc cref="ProductProcess.Terminate"/>
    public Task<int> Terminate() => _process.Terminate();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }
}
