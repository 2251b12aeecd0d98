using OrleansChat.WebFrontend.Edge;

namespace OrleansChat.Web.Tests.Limits;

/// <summary>A server whose limits are on. It trusts the test as a proxy, so that a test can come from any address.</summary>
public sealed class LimitedServer : IAsyncLifetime
{
    private static int _addresses;

    private readonly ServerFixture _server = new() { Settings = [$"--{TrustedProxies.Setting}", "127.0.0.1", $"--{HttpsOnly.AllowPlainSetting}", "true"] };
    private HttpClient? _http;

    public IServiceProvider Services => _server.Services;

    /// <summary>As somebody on this machine.</summary>
    public HttpClient Http => _http!;

    /// <summary>A client from an address of its own.</summary>
    public HttpClient From(string address) => new()
    {
        BaseAddress = Http.BaseAddress,
        DefaultRequestHeaders = { { "X-Forwarded-For", address } },
    };

    /// <summary>An address that no other test comes from.</summary>
    public static string NewAddress() => $"203.0.113.{Interlocked.Increment(ref _addresses)}";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
    }

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        await _server.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class LimitedCollection : ICollectionFixture<LimitedServer>
{
    public const string Name = "limited";
}
