namespace OrleansChat.Web.Tests.Edge;

/// <summary>Beyond this machine everything is HTTPS; what a proxy says counts only when it is trusted.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string Foreign = "203.0.113.7";
    private ServerFixture _server = new();

    [Fact]
    public async Task A_plain_request_from_elsewhere_is_sent_to_HTTPS_with_its_method()
    {
        await Start("--Chat:TrustedProxies", "127.0.0.1");
        using var answer = await Send("api/auth/login?a=b%20c", Foreign, "http", HttpMethod.Post, host: "chat.example.org:8080");
        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal("https://chat.example.org/api/auth/login?a=b%20c", answer.Headers.Location!.AbsoluteUri);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains("nosniff", answer.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task The_port_of_HTTPS_can_be_told()
    {
        await Start("--Chat:TrustedProxies", "127.0.0.0/8", "--https_port", "8443");
        using var answer = await Send("", Foreign, "http", host: "chat.example.org");
        Assert.Equal("https://chat.example.org:8443/", answer.Headers.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task HTTPS_through_a_trusted_proxy_is_answered_and_tells_the_browser_to_stay()
    {
        await Start("--Chat:TrustedProxies", "10.0.0.0/8, 127.0.0.1");
        using var answer = await Send("api/users/me", Foreign, "https");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("max-age", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_checks_are_answered_in_plain()
    {
        await Start("--Chat:TrustedProxies", "127.0.0.1");
        foreach (var path in new[] { "health/live", "health/ready" })
            (await Send(path, Foreign, "http")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_private_network_can_do_without_HTTPS()
    {
        await Start("--Chat:TrustedProxies", "127.0.0.1", "--Chat:AllowPlainHttp", "true");
        using var answer = await Send("api/users/me", Foreign, "http");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task What_a_client_says_that_is_no_trusted_proxy_counts_nothing()
    {
        await Start("--Chat:TrustedProxies", "10.0.0.1");
        using var answer = await Send("api/users/me", Foreign, "https", host: "evil.example");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_cookies_of_an_HTTPS_page_are_for_HTTPS_alone_and_its_origin_is_the_proxys()
    {
        await Start("--Chat:TrustedProxies", "127.0.0.1");
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var own = await Send("hubs/chat/negotiate", Foreign, "https", HttpMethod.Post, "chat.example.org", origin: "https://chat.example.org");
        Assert.Equal(HttpStatusCode.Unauthorized, own.StatusCode);
        using var foreign = await Send("hubs/chat/negotiate", Foreign, "https", HttpMethod.Post, "chat.example.org", origin: "http://chat.example.org");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    [Theory]
    [InlineData("Chat:TrustedProxies", "proxy.example.org")]
    [InlineData("Chat:TrustedProxies", "10.0.0.1/33")]
    [InlineData("Chat:AllowPlainHttp", "perhaps")]
    [InlineData("Chat:Blobs:Origins", "images")]
    [InlineData("https_port", "x")]
    public async Task A_wrong_setting_is_named_at_the_start(string key, string value)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Start($"--{key}", value));
        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync();

    private Task Start(params string[] settings)
    {
        _server = new ServerFixture { Settings = settings };
        return _server.InitializeAsync();
    }

    private async Task<HttpResponseMessage> Send(
        string path, string client, string scheme, HttpMethod? method = null, string? host = null, string? origin = null)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"{_server.BaseUrl}/{path}")
        {
            Headers = { { "X-Forwarded-For", client }, { "X-Forwarded-Proto", scheme } },
        };
        if (host is not null)
            request.Headers.Add("X-Forwarded-Host", host);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await http.SendAsync(request);
    }
}
