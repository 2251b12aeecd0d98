using Microsoft.Extensions.Configuration;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.Web.Tests.Limits;

/// <summary>Limits can be off for load tests, but only where nobody else can reach the server.</summary>
public sealed class OffSwitchTests
{
    [Theory]
    [InlineData("urls", "http://127.0.0.1:5000")]
    [InlineData("urls", "http://localhost:5000;https://[::1]:5001")]
    [InlineData("urls", "http://unix:/tmp/chat.sock")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0")]
    [InlineData("other", "")]
    public void On_loopback_they_may_be_off(string key, string value) => Assert.True(Read("off", key, value).Off);

    [Theory]
    [InlineData("urls", "http://0.0.0.0:5000")]
    [InlineData("urls", "http://127.0.0.1:5000;http://*:5001")]
    [InlineData("urls", "http://[::]:5000")]
    [InlineData("urls", "http://chat.example.org")]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Https:Url", "https://10.0.0.1")]
    public void Beyond_loopback_the_server_refuses_to_start(string key, string value)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Read("off", key, value));
        Assert.StartsWith("CHAT_RATE_LIMITS=off", refusal.Message, StringComparison.Ordinal);
        Assert.False(Read("on", key, value).Off);
        Assert.False(Read(null, key, value).Off);
    }

    [Fact]
    public void Anything_else_is_refused() => Assert.Throws<InvalidOperationException>(() => Read("of", "urls", "http://127.0.0.1:5000"));

    [Fact]
    public void The_whole_server_refuses() => Assert.Contains(
        "CHAT_RATE_LIMITS",
        Assert.Throws<InvalidOperationException>(() => Standalone.StandaloneHost.Build([
            "--urls", "http://0.0.0.0:0", "--CHAT_RATE_LIMITS", "off", "--Chat:Database", "Host=nowhere",
            "--Chat:Keys:Signing", Convert.ToBase64String(ServerFixture.Keys.Signing),
            "--Chat:Keys:Names", Convert.ToBase64String(ServerFixture.Keys.Names),
        ])).Message,
        StringComparison.Ordinal);

    private static RateLimitOptions Read(string? switchValue, string key, string value) => RateLimitOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["CHAT_RATE_LIMITS"] = switchValue, [key] = value }).Build());
}
