using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansChat.LoadBalancer.Tests;

/// <summary>What a front-end was sent.</summary>
internal sealed record Received(string Method, string Path, string Query, string Host, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A server in the place of a front-end, whose answers and readiness the test decides.</summary>
internal sealed class FrontEnd : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FrontEnd(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What <c>/health/ready</c> answers.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>Whether it cuts the connection of any request but those for its health, after it has read it.</summary>
    public bool BreaksOff { get; set; }

    /// <summary>Whether its answers begin and never end, as those with events.</summary>
    public bool KeepsOpen { get; set; }

    /// <summary>All but those for its health.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    public static async Task<FrontEnd> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.AddServerHeader = false);
        var app = builder.Build();
        var frontEnd = new FrontEnd(app);
        app.Run(frontEnd.Answer);
        await app.StartAsync();
        return frontEnd;
    }

    /// <summary>From now on nobody listens there.</summary>
    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/health/ready")
        {
            context.Response.StatusCode = IsReady ? 200 : 503;
            return;
        }
        using var reader = new StreamReader(request.Body);
        Requests.Enqueue(new Received(
            request.Method, request.Path, request.QueryString.ToString(), request.Host.ToString(), await reader.ReadToEndAsync(),
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        if (BreaksOff)
            context.Abort();
        else
            await context.Response.WriteAsync($"{Address.Authority}{(KeepsOpen ? "\n" : "")}");
        if (KeepsOpen)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
