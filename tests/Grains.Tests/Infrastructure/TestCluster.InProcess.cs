using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansChat.InProcess;

namespace OrleansChat.Grains.Tests.Infrastructure;

/// <summary>Grains on the embedded runtime.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly IHost _host;

    private TestCluster(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<TestCluster> Start(
        string connectionString, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection> services)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        services(builder.Services);
        builder.Services.AddInProcessActors(options =>
        {
            options.ConnectionString = connectionString;
            options.ServiceId = "orleanschat";
            options.GrainAssemblies.Add(typeof(ChatGrains).Assembly);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
