using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace OrleansChat.Grains.Tests.Infrastructure;

/// <summary>Grains on real Orleans: two silos, and a client beside them.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private TestCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<TestCluster> Start(
        string connectionString, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection> services)
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        // The same at every start: it is part of the key of stored state.
        builder.Options.ServiceId = "orleanschat";
        builder.ConfigureHost(host => host.Configuration.AddInMemoryCollection(settings));
        builder.ConfigureSilo((_, silo) =>
        {
            services(silo.Services);
            silo.AddAdoNetGrainStorageAsDefault(options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = connectionString;
            });
            silo.UseSystemTextJsonGrainStorageSerializer();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
