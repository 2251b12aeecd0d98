namespace OrleansChat.Web.Tests.Edge;

/// <summary>Every answer, refusals and pages included, tells browsers to be strict.</summary>
public sealed class SecurityHeaderTests : IAsyncLifetime
{
    private readonly string _webRoot = Directory.CreateTempSubdirectory("orleanschat-web-").FullName;
    private readonly ServerFixture _server;

    public SecurityHeaderTests()
    {
        File.WriteAllText(Path.Combine(_webRoot, "index.html"), "<!doctype html>");
        _server = new() { Settings = ["--Chat:WebRoot", _webRoot, "--Chat:Blobs:Origins", "https://blobs.example.org/container"] };
    }

    [Theory]
    [InlineData("")]
    [InlineData("index.html")]
    [InlineData("nowhere")]
    [InlineData("api/users/me")]
    [InlineData("api/nothing")]
    [InlineData("health/live")]
    [InlineData("openapi/v1.json")]
    [InlineData("hubs/chat")]
    public async Task All_are_there_once(string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
        using var answer = await http.GetAsync(path);
        foreach (var (name, value) in new[]
        {
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        })
            Assert.Equal(value, Assert.Single(answer.Headers.GetValues(name)));
        Assert.Single(answer.Headers.GetValues("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var rules = policy.Split(';', StringSplitOptions.TrimEntries).Select(rule => rule.Split(' ')).ToDictionary(rule => rule[0], rule => rule[1..]);
        Assert.Equal(["'none'"], rules["default-src"]);
        Assert.Equal(["'none'"], rules["frame-ancestors"]);
        Assert.Equal(["'self'"], rules["script-src"]);
        Assert.Equal(["'self'"], rules["style-src"]);
        Assert.Contains("https://blobs.example.org", rules["img-src"]);
        Assert.Equal(["'self'", $"ws://{new Uri(_server.BaseUrl).Authority}", "https://blobs.example.org"], rules["connect-src"]);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_webRoot, recursive: true);
    }
}
