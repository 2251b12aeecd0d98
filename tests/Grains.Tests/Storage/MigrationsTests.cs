using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Accounts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Tests.Storage;

public sealed class MigrationsTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.Create();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Silos_that_start_together_apply_each_migration_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrate()));
        var applied = await _database.Read<long>("SELECT count(*) FROM schema_migrations");
        Assert.True(applied >= 2);
        Assert.Equal(applied, await _database.Read<int>("SELECT max(number) FROM schema_migrations"));

        await Migrate();
        Assert.Equal(applied, await _database.Read<long>("SELECT count(*) FROM schema_migrations"));
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_refused_and_left_alone()
    {
        await Migrate();
        await _database.Execute("INSERT INTO schema_migrations (number, name) VALUES (9999, 'from the future')");
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(Migrate);
        Assert.Contains("9999", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_refuses_another_names_key()
    {
        await Start(NamesKey(1));
        await Start(NamesKey(1));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Start(NamesKey(2)));
        Assert.Contains(ChatKeys.NamesSetting, refusal.Message, StringComparison.Ordinal);
    }

    private async Task Migrate()
    {
        await using var database = new Database(_database.ConnectionString);
        await new Migrations(database, NullLogger<Migrations>.Instance).Apply(CancellationToken.None);
    }

    private async Task Start(AccountKey names)
    {
        await using var database = new Database(_database.ConnectionString);
        var migrations = new Migrations(database, NullLogger<Migrations>.Instance);
        var startup = new StorageStartup(database, migrations, names, TimeProvider.System, NullLogger<StorageStartup>.Instance);
        await startup.StartAsync(CancellationToken.None);
    }

    private static AccountKey NamesKey(byte fill) => new([.. Enumerable.Repeat(fill, ChatKeys.MinLength)]);
}
