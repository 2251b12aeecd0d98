namespace OrleansChat.LoadBalancer.Tests;

/// <summary>A test with two front-ends and a load balancer of its own.</summary>
public abstract class BalancerTest : IAsyncLifetime
{
    /// <summary>Further settings of the load balancer.</summary>
    protected virtual Dictionary<string, string> Settings => [];

    internal FrontEnd First { get; private set; } = null!;

    internal FrontEnd Second { get; private set; } = null!;

    protected LoadBalancerProcess Balancer { get; private set; } = null!;

    protected HttpClient Http => Balancer.Http;

    public async Task InitializeAsync()
    {
        (First, Second) = (await FrontEnd.Start(), await FrontEnd.Start());
        Balancer = await LoadBalancerProcess.Start([First.Address, Second.Address], Settings);
    }

    public async Task DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    /// <summary>A request, with headers as pairs of name and value.</summary>
    protected async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request).Within($"{method} {path} answers");
    }

    /// <summary>The front-end that answered.</summary>
    internal async Task<FrontEnd> AnsweredBy(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text == First.Address.Authority ? First : text == Second.Address.Authority ? Second : throw new InvalidDataException(text);
    }

    /// <summary>The affinity cookie that an answer sets, with its attributes; null when it sets none.</summary>
    protected static string? CookieOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single() : null;

    /// <summary>Completes when a request is answered by that front-end alone, however often it is asked.</summary>
    internal async Task OnlyServes(FrontEnd frontEnd)
    {
        var inARow = 0;
        for (var deadline = DateTime.UtcNow + Patience.Limit; inARow < 4; await Task.Delay(20))
        {
            using var answer = await Send(HttpMethod.Get, "/api/anything");
            inARow = await AnsweredBy(answer) == frontEnd ? inARow + 1 : 0;
            Assert.True(DateTime.UtcNow < deadline, "Both front-ends still get requests.");
        }
    }
}
