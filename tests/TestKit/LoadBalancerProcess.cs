using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansChat.TestKit;

/// <summary>The load balancer as a process, in front of front-ends that may come and go.</summary>
public sealed class LoadBalancerProcess : IAsyncDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private LoadBalancerProcess(IReadOnlyDictionary<string, string> environment)
    {
        var settings = new Dictionary<string, string>(environment)
        {
            ["Chat__FrontEndsFile"] = _file,
            // Everything that it could say of a request.
            ["Logging__LogLevel__Yarp.ReverseProxy.Forwarder.HttpForwarder"] = "Trace",
            ["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        };
        Process = new ProductProcess("the load balancer", settings);
    }

    public ProductProcess Process { get; }

    public Uri Address => Process.Address!;

    /// <summary>A client of the cluster, for all users; it keeps no cookies.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false });

    /// <summary>Starts one; returns when its front-ends are ready.</summary>
    /// <param name="frontEnds">Base addresses.</param>
    /// <param name="environment">Further settings.</param>
    /// <param name="ready">How many of the front-ends to wait for; all by default.</param>
    public static async Task<LoadBalancerProcess> Start(
        IReadOnlyCollection<Uri> frontEnds, IReadOnlyDictionary<string, string>? environment = null, int? ready = null)
    {
        var balancer = new LoadBalancerProcess(environment ?? new Dictionary<string, string>());
        try
        {
            await balancer.Use(frontEnds);
            await balancer.Process.Start(Repository.LoadBalancerBinary, "--urls", "http://127.0.0.1:0");
            balancer.Http.BaseAddress = balancer.Address;
            if ((ready ?? frontEnds.Count) is > 0 and var count)
                await balancer.IsReady(count);
        }
        catch
        {
            await balancer.DisposeAsync();
            throw;
        }
        return balancer;
    }

    /// <summary>Puts these front-ends in the place of those before; it notices by itself.</summary>
    public async Task Use(params IReadOnlyCollection<Uri> frontEnds)
    {
        var draft = $"{_file}.draft";
        await File.WriteAllTextAsync(draft, JsonSerializer.Serialize(new { frontEnds }, JsonSerializerOptions.Web));
        File.Move(draft, _file, overwrite: true);
    }

    /// <summary>Completes when so many of the front-ends are ready.</summary>
    public async Task IsReady(int count = 1)
    {
        for (var deadline = DateTime.UtcNow + Patience.Limit; DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            using var answer = await Http.GetAsync("balancer/health/ready");
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<Readiness>())!.Ready >= count)
                return;
        }
        throw new TimeoutException($"Not {count} front-ends became ready. The load balancer's output:\n{Process.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
        File.Delete(_file);
    }

    private sealed record Readiness(int Ready);
}
