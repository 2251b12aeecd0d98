namespace OrleansChat.LoadBalancer.Tests;

/// <summary>What front-ends are told of a request.</summary>
public sealed class ForwardingTests : BalancerTest
{
    [Fact]
    public async Task The_client_and_the_host_it_asked_and_not_what_a_client_claims()
    {
        using var answer = await Send(HttpMethod.Get, "/api/anything", null,
            ("Host", "chat.example.org"), ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));
        var received = Assert.Single((await AnsweredBy(answer)).Requests);
        Assert.Equal("chat.example.org", received.Host);
        Assert.Equal(
            ("127.0.0.1", "http", "chat.example.org"),
            (received.Headers["X-Forwarded-For"], received.Headers["X-Forwarded-Proto"], received.Headers["X-Forwarded-Host"]));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_token_in_the_hubs_query_as_a_header_and_no_log_holds_it()
    {
        using var answer = await Send(HttpMethod.Get, "/hubs/chat?id=one&access_token=a-secret-of-somebody");
        var received = Assert.Single((await AnsweredBy(answer)).Requests);
        Assert.Equal(("?id=one", "Bearer a-secret-of-somebody"), (received.Query, received.Headers["Authorization"]));
        // It logs addresses here: else this could not fail.
        Assert.Contains("Proxying to", Balancer.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-of-somebody", Balancer.Process.Output, StringComparison.Ordinal);
    }
}
