namespace OrleansChat.LoadBalancer.Tests;

/// <summary>What becomes of requests when front-ends fail.</summary>
public sealed class FailureTests : BalancerTest
{
    [Fact]
    public async Task Without_a_ready_front_end_the_answer_is_a_problem_of_the_api()
    {
        (First.IsReady, Second.IsReady) = (false, false);
        await NoneIsReady();
        foreach (var path in new[] { "/api/users/me", "/hubs/chat/negotiate", "/", "/health/ready", "/balancer/health/ready" })
            await IsUnavailable(await Send(HttpMethod.Get, path));
        using var live = await Send(HttpMethod.Get, "/balancer/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        First.IsReady = true;
        await Balancer.IsReady();
        await OnlyServes(First);
    }

    [Fact]
    public async Task A_front_end_that_is_not_ready_gets_nothing_new()
    {
        First.IsReady = false;
        await OnlyServes(Second);
        First.IsReady = true;
        await Balancer.IsReady(2);
    }

    [Fact]
    public async Task What_could_not_be_sent_goes_to_another()
    {
        await First.Stop();
        for (var i = 0; i < 10; i++)
        {
            using var answer = await Send(HttpMethod.Post, "/api/anything", $"body {i}");
            Assert.Same(Second, await AnsweredBy(answer));
        }
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"body {i}"), Second.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task What_may_have_been_done_is_not_done_again()
    {
        (First.BreaksOff, Second.BreaksOff) = (true, true);
        await IsUnavailable(await Send(HttpMethod.Post, "/api/anything", "body"));
        Assert.Single(First.Requests.Concat(Second.Requests));
    }

    [Fact]
    public async Task What_only_reads_goes_to_another()
    {
        First.BreaksOff = true;
        for (var i = 0; i < 4; i++)
        {
            using var answer = await Send(HttpMethod.Get, "/api/anything");
            Assert.Same(Second, await AnsweredBy(answer));
        }
        Assert.NotEmpty(First.Requests);
    }

    [Fact]
    public async Task The_balancers_own_end_does_not_wait_for_live_connections()
    {
        (First.KeepsOpen, Second.KeepsOpen) = (true, true);
        using var events = new StreamReader(await Http.GetStreamAsync("/hubs/chat?id=one"));
        Assert.NotNull(await events.ReadLineAsync());
        Assert.Equal(0, await Balancer.Process.Terminate());
        await Assert.ThrowsAnyAsync<IOException>(() => events.ReadLineAsync());
    }

    private async Task NoneIsReady()
    {
        for (var deadline = DateTime.UtcNow + Patience.Limit; ; await Task.Delay(20))
        {
            using var answer = await Send(HttpMethod.Get, "/balancer/health/ready");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return;
            Assert.True(DateTime.UtcNow < deadline, "It still holds a front-end for ready.");
        }
    }

    /// <summary>Reading a refusal checks its form, too.</summary>
    private static async Task IsUnavailable(HttpResponseMessage answer)
    {
        using (answer)
        {
            var refusal = Refusal.Read(answer, await answer.Content.ReadAsStringAsync());
            Assert.Equal(("unavailable", HttpStatusCode.ServiceUnavailable), (refusal.Code, refusal.Status));
        }
    }
}
