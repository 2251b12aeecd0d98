using Microsoft.AspNetCore.Builder;
using OrleansChat.Accounts;
using OrleansChat.Standalone;

namespace OrleansChat.Web.Tests;

/// <summary>The product in this process, with a real port and a real database of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    /// <summary>The server's keys.</summary>
    internal static readonly ChatKeys Keys = new("signing key of tests, 32 bytes.."u8.ToArray(), "names key of tests, 32 bytes...."u8.ToArray());

    private readonly Lazy<Task<ChatApi>> _someone;
    private TestDatabase? _database;
    private WebApplication? _app;

    public ServerFixture() => _someone = new(() => NewClient().RegisterUser());

    /// <summary>Further settings; tests come from one address and wait for nothing, so limits are off unless they are the matter.</summary>
    internal string[] Settings { get; init; } = ["--CHAT_RATE_LIMITS", "off"];

    internal Action<WebApplicationBuilder>? Configure { get; init; }

    public IServiceProvider Services => _app!.Services;

    public string BaseUrl => _app!.Urls.First();

    public IReadOnlyCollection<string> Urls => [.. _app!.Urls];

    public TestDatabase Database => _database!;

    /// <summary>The folder of the local blob store.</summary>
    public string Blobs { get; } = Directory.CreateTempSubdirectory("orleanschat-blobs-").FullName;

    /// <summary>A new client that is not signed in.</summary>
    internal ChatApi NewClient() => new(BaseUrl);

    /// <summary>A user whom tests share that change nothing and keep signed in; registering takes a password hash's time.</summary>
    internal Task<ChatApi> Someone() => _someone.Value;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        await Start("http://127.0.0.1:0");
    }

    /// <summary>Stops the server, with all it has in memory, and starts it again under the same address.</summary>
    public async Task Restart()
    {
        var address = BaseUrl;
        await Stop();
        await Start(address);
    }

    public async Task DisposeAsync()
    {
        if (_someone.IsValueCreated)
            (await _someone.Value).Dispose();
        await Stop();
        if (_database is not null)
            await _database.DisposeAsync();
        Directory.Delete(Blobs, recursive: true);
    }

    private async Task Start(string address)
    {
        _app = StandaloneHost.Build([
            "--urls", address,
            "--Chat:Database", Database.ConnectionString,
            $"--{ChatKeys.SigningSetting}", Convert.ToBase64String(Keys.Signing),
            $"--{ChatKeys.NamesSetting}", Convert.ToBase64String(Keys.Names),
            "--Chat:Blobs:Folder", Blobs,
            "--Logging:LogLevel:Default", "Warning",
            .. Settings,
        ], Configure);
        await _app.StartAsync();
    }

    private async Task Stop()
    {
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }
}

/// <summary>Tests that only read and write through the API share one server.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "server";
}
