using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Accounts;
using OrleansChat.Blobs;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Infrastructure;

/// <summary>The grains of the product, running on a database of their own; the runtime is the one of the build.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private static readonly AccountKey Names = new(new byte[ChatKeys.MinLength]);

    private readonly string _blobs = Directory.CreateTempSubdirectory("orleanschat-blobs-").FullName;
    private TestDatabase? _database;
    private TestCluster? _cluster;

    public TestDatabase Database => _database!;

    public IGrainFactory Grains => _cluster!.Grains;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        await using (var database = new Database(_database.ConnectionString))
            await new Migrations(database, NullLogger<Migrations>.Instance).Apply(CancellationToken.None);
        _cluster = await Start([]);
    }

    /// <summary>The account that has the name, or that would get it.</summary>
    public IAccountGrain Account(string username) => Grains.GetGrain<IAccountGrain>(Names.For(username));

    /// <summary>A user without an account, which only signing in needs.</summary>
    public async Task<string> NewUser()
    {
        var id = Ids.NewUser();
        await Grains.GetGrain<IUserGrain>(id).Create(id[2..], id[2..]);
        return id;
    }

    /// <summary>Stops the cluster and starts it anew: what was in memory is gone.</summary>
    public async Task Restart(Dictionary<string, string?>? settings = null)
    {
        await _cluster!.DisposeAsync();
        _cluster = await Start(settings ?? []);
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        Directory.Delete(_blobs, recursive: true);
    }

    private Task<TestCluster> Start(Dictionary<string, string?> settings)
    {
        // The runtime's connections and the grains' must have the same text to share a transaction.
        var connectionString = global::OrleansChat.Grains.Storage.Database.Normalize(Database.ConnectionString);
        return TestCluster.Start(connectionString, settings, services => services
            .AddBlobs(new BlobOptions { Folder = _blobs }, new ChatKeys(new byte[ChatKeys.MinLength], new byte[ChatKeys.MinLength]))
            .AddChatGrains(connectionString, Names));
    }
}
