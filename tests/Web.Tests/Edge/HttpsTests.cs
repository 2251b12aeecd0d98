using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansChat.Web.Tests.Edge;

/// <summary>Kestrel serves HTTPS and WSS by its usual configuration.</summary>
public sealed class HttpsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleanschat-tls-").FullName;
    private readonly ServerFixture _server;

    public HttpsTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, "secret"));
        _server = new()
        {
            Settings =
            [
                "--Kestrel:Endpoints:Https:Url", "https://127.0.0.1:0",
                "--Kestrel:Endpoints:Https:Certificate:Path", file,
                "--Kestrel:Endpoints:Https:Certificate:Password", "secret",
            ],
        };
    }

    [Fact]
    public async Task REST_and_pages_are_served_over_HTTPS_with_secure_cookies()
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(_server.BaseUrl) };
        Assert.Equal("https", http.BaseAddress.Scheme);
        using var content = new StringContent(
            $$"""{"username":"{{ChatApi.NewName()}}","password":"{{ChatApi.Password}}","cookie":true}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("api/auth/register", content);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        // One's own machine is not told to use nothing else.
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains($"wss://{http.BaseAddress.Authority}", policy, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
