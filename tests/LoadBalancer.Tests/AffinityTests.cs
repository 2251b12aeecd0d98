namespace OrleansChat.LoadBalancer.Tests;

/// <summary>Which front-end the requests of a hub connection go to.</summary>
public sealed class AffinityTests : BalancerTest
{
    private const string Negotiate = "/hubs/chat/negotiate?negotiateVersion=1";
    private const string Connection = "/hubs/chat?id=a-connection";

    protected override Dictionary<string, string> Settings => new() { ["Chat__TrustedProxies"] = "127.0.0.1" };

    [Fact]
    public async Task The_cookie_is_for_the_hub_alone_and_out_of_reach_of_scripts_and_other_sites()
    {
        using var answer = await Send(HttpMethod.Post, Negotiate);
        var attributes = CookieOf(answer)!.Split("; ").Skip(1).Select(attribute => attribute.ToLowerInvariant()).Order();
        Assert.Equal(["httponly", "path=/hubs/chat", "samesite=strict"], attributes);

        using var secure = await Send(HttpMethod.Post, Negotiate, null, ("X-Forwarded-Proto", "https"));
        Assert.Contains("; secure", CookieOf(secure), StringComparison.OrdinalIgnoreCase);

        using var other = await Send(HttpMethod.Get, "/api/users/me");
        Assert.Null(CookieOf(other));
    }

    [Fact]
    public async Task Every_request_with_the_cookie_goes_to_the_front_end_that_was_negotiated_with()
    {
        for (var client = 0; client < 4; client++)
        {
            using var negotiated = await Send(HttpMethod.Post, Negotiate);
            var frontEnd = await AnsweredBy(negotiated);
            for (var i = 0; i < 5; i++)
            {
                using var answer = await Send(i % 2 == 0 ? HttpMethod.Get : HttpMethod.Post, Connection, null, Cookie(negotiated));
                Assert.Same(frontEnd, await AnsweredBy(answer));
                Assert.Null(CookieOf(answer));
            }
        }
    }

    [Fact]
    public async Task Another_balancer_understands_the_cookie()
    {
        // In another order: the cookie names a front-end, not a place in a list.
        await using var other = await LoadBalancerProcess.Start([Second.Address, First.Address], Settings);
        for (var client = 0; client < 4; client++)
        {
            using var negotiated = await Send(HttpMethod.Post, Negotiate);
            var request = new HttpRequestMessage(HttpMethod.Get, Connection);
            var (name, value) = Cookie(negotiated);
            request.Headers.Add(name, value);
            using var answer = await other.Http.SendAsync(request);
            Assert.Same(await AnsweredBy(negotiated), await AnsweredBy(answer));
        }
    }

    [Fact]
    public async Task While_its_front_end_drains_a_connection_stays_and_a_new_one_goes_elsewhere()
    {
        using var negotiated = await Send(HttpMethod.Post, Negotiate);
        var draining = await AnsweredBy(negotiated);
        var other = draining == First ? Second : First;
        draining.IsReady = false;
        await OnlyServes(other);

        using var going = await Send(HttpMethod.Post, Connection, "a message", Cookie(negotiated));
        Assert.Same(draining, await AnsweredBy(going));
        using var coming = await Send(HttpMethod.Post, Negotiate, null, Cookie(negotiated));
        Assert.Same(other, await AnsweredBy(coming));
        Assert.NotNull(CookieOf(coming));
        using var arrived = await Send(HttpMethod.Get, Connection, null, Cookie(coming));
        Assert.Same(other, await AnsweredBy(arrived));
    }

    [Fact]
    public async Task Who_negotiates_with_a_cookie_of_a_front_end_that_is_gone_gets_another_at_once()
    {
        using var negotiated = await Send(HttpMethod.Post, Negotiate);
        var gone = await AnsweredBy(negotiated);
        await gone.Stop();
        using var again = await Send(HttpMethod.Post, Negotiate, null, Cookie(negotiated));
        Assert.NotSame(gone, await AnsweredBy(again));
        Assert.NotEqual(Cookie(negotiated), Cookie(again));
    }

    /// <summary>What a client sends back.</summary>
    private static (string Name, string Value) Cookie(HttpResponseMessage answer) => ("Cookie", CookieOf(answer)!.Split(';')[0]);
}
