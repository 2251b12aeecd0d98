using System.Diagnostics;
using System.Net.Http.Json;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.Web.Tests.Limits;

/// <summary>Who does too much is told so, and when to come back; over REST and the hub alike.</summary>
[Collection(LimitedCollection.Name)]
public sealed class RateLimitTests(LimitedServer server)
{
    private static readonly Dictionary<string, long> Nothing = [];

    [Theory]
    [InlineData("register", 30)]
    [InlineData("login", 60)]
    public async Task Attempts_are_counted_by_address_whatever_they_hold(string how, int limit)
    {
        using var http = server.From(LimitedServer.NewAddress());
        for (var attempt = 0; attempt < limit; attempt++)
            Assert.Equal(HttpStatusCode.BadRequest, (await Try(http)).StatusCode);
        using var refused = await Try(http);
        Assert.Equal("rate_limited", Refusal.Read(refused, await refused.Content.ReadAsStringAsync()).Code);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        using var other = server.From(LimitedServer.NewAddress());
        Assert.Equal(HttpStatusCode.BadRequest, (await Try(other)).StatusCode);

        Task<HttpResponseMessage> Try(HttpClient from) => from.PostAsJsonAsync($"api/auth/{how}", new { });
    }

    [Fact]
    public async Task A_right_password_is_refused_too_when_there_were_too_many_tries()
    {
        var alice = await ChatUser.Register(server.From(LimitedServer.NewAddress()));
        using var http = server.From(LimitedServer.NewAddress());
        for (var attempt = 0; attempt < 60; attempt++)
            (await http.PostAsJsonAsync("api/auth/login", new { username = alice.Username })).Dispose();
        using var refused = await http.PostAsJsonAsync("api/auth/login", new { username = alice.Username, password = "every letter counts 7" });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task A_household_is_one_address()
    {
        using var one = server.From("2001:db8:1:2::1");
        using var two = server.From("2001:db8:1:2:ffff::2");
        using var others = server.From("2001:db8:1:3::1");
        for (var attempt = 0; attempt < 30; attempt++)
            (await one.PostAsJsonAsync("api/auth/register", new { })).Dispose();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await two.PostAsJsonAsync("api/auth/register", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await others.PostAsJsonAsync("api/auth/register", new { })).StatusCode);
    }

    [Fact]
    public async Task Hub_and_REST_share_one_budget_and_the_wait_that_is_told_is_enough()
    {
        var alice = await ChatUser.Register(server.From(LimitedServer.NewAddress()));
        await using var laptop = await alice.Connect();
        var row = RateLimits.Of(Limit.Sync);
        var watch = Stopwatch.StartNew();
        var calls = Enumerable.Range(0, row.Burst).SelectMany(_ => new Task[] { laptop.Sync(Nothing), alice.Sync(Nothing) }).ToList();
        var refusals = new List<Refusal>();
        foreach (var call in calls)
        {
            try
            {
                await call;
            }
            catch (Refusal refusal)
            {
                Assert.Equal("rate_limited", refusal.Code);
                refusals.Add(refusal);
            }
        }
        Assert.InRange(calls.Count - refusals.Count, row.Burst, row.Burst + (watch.Elapsed / row.Every) + 1);

        // Others, and what else the user does, are not concerned.
        await alice.Inbox();
        await laptop.Ping();

        while (true)
        {
            using var answer = await alice.Request(HttpMethod.Post, "sync", """{"cursors":{}}""");
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
            await alice.Sync(Nothing);
            break;
        }
    }

    [Fact]
    public async Task Requests_without_a_token_are_counted_by_address()
    {
        using var http = server.From(LimitedServer.NewAddress());
        var limit = RateLimits.Of(Limit.Anonymous);
        var refused = 0;
        for (var call = 0; refused == 0 && call < limit.Burst * 20; call += 20)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.GetAsync("api/users/me")));
            refused += answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        }
        Assert.True(refused > 0, "Nobody was refused.");
        // A monitor may ask as often as it likes.
        for (var call = 0; call < 20; call++)
            (await http.GetAsync("health/live")).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void An_address_is_counted_as_what_one_host_owns(string address, string counted) =>
        Assert.Equal(counted, LimitServices.AddressOf(IPAddress.Parse(address)));
}
