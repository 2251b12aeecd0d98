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
    public async Task A_newer_database_is_accepted_when_it_says_that_this_build_may_run_on_it()
    {
        await Migrate();
        await _database.Execute($"INSERT INTO schema_migrations (number, name, oldest_build) VALUES (9998, 'a column', {Migrations.Newest})");
        await Migrate();
        Assert.Equal(1, await _database.Read<long>($"SELECT count(*) FROM schema_migrations WHERE number > {Migrations.Newest}"));

        await _database.Execute("INSERT INTO schema_migrations (number, name, oldest_build) VALUES (9999, 'the column must be set', 9998)");
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(Migrate);
        Assert.Contains("9998", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_before_builds_were_noted_gets_the_column()
    {
        await Migrate();
        await _database.Execute("ALTER TABLE schema_migrations DROP COLUMN oldest_build");
        await Migrate();
        Assert.Equal(0, await _database.Read<long>("SELECT count(oldest_build) FROM schema_migrations"));
    }

    /// <summary>Backups hold a reader's lock on every table for as long as they run.</summary>
    [Fact]
    public async Task A_silo_starts_while_a_backup_reads()
    {
        await Migrate();
        await using var backup = new Npgsql.NpgsqlConnection(_database.ConnectionString);
        await backup.OpenAsync();
        await using var transaction = await backup.BeginTransactionAsync();
        await using (var read = new Npgsql.NpgsqlCommand("SELECT count(*) FROM schema_migrations", backup))
            await read.ExecuteScalarAsync();
        await Migrate().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The rules are in docs/upgrade.md. The first nine are of before there was a second step to take.</summary>
    [Fact]
    public void Every_migration_says_how_it_goes_with_a_rolling_deploy()
    {
        var migrations = Migrations.Headers().ToList();
        Assert.Equal(Migrations.Newest, migrations.Count);
        Assert.All(migrations.Where(migration => migration.Number > 9), migration =>
        {
            Assert.True(migration.Header.OldestBuild is not null, $"{migration.Number} does not say \"-- Oldest build: N\".");
            Assert.InRange(migration.Header.OldestBuild.Value, 1, migration.Header.IsSafe ? migration.Number - 1 : migration.Number);
            Assert.True(
                migration.Header.IsSafe || migration.Header.OldestBuild == migration.Number,
                $"{migration.Number} is not safe, so its oldest build is itself.");
        });
    }

    [Theory]
    [InlineData("-- A table.\n-- Safe during a rolling deploy: yes, new.\n-- Oldest build: 9\n", true, 9)]
    [InlineData("-- A column goes.\n-- Safe during a rolling deploy: no, see there.\n", false, null)]
    public void A_header_is_read(string sql, bool isSafe, int? oldestBuild) =>
        Assert.Equal(new MigrationHeader(isSafe, oldestBuild), MigrationHeader.Parse("name", sql));

    [Fact]
    public void A_header_without_a_word_on_rolling_deploys_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => MigrationHeader.Parse("name", "-- A table.\nCREATE TABLE t ();"));

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
