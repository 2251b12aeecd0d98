using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Backups.Database;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Tests.Storage;

/// <summary>Whoever adds a table decides what a backup does with it.</summary>
public sealed class BackupTablesTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        await using var database = new Grains.Storage.Database(_database.ConnectionString);
        await new Migrations(database, NullLogger<Migrations>.Instance).Apply(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Every_table_is_archived_or_left_out_for_a_reason()
    {
        var present = await Names("relkind IN ('r', 'p')");
        Assert.Equal(present, Tables.Archived.Select(table => table.Name).Concat(Tables.LeftOut.Keys).Order(StringComparer.Ordinal));
    }

    /// <summary>A restore would have to set them on.</summary>
    [Fact]
    public async Task There_is_no_sequence() => Assert.Empty(await Names("relkind = 'S'"));

    /// <summary>A restore leaves them out, and they get the restore's own.</summary>
    [Fact]
    public async Task Every_column_with_a_transaction_id_has_a_default() => Assert.Equal(0, await _database.Read<long>("""
        SELECT count(*) FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'xid8'::regtype
          AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') <> 'pg_current_xact_id()'
        """));

    private async Task<string[]> Names(string condition) => await _database.Read<string[]>(
        $"SELECT coalesce(array_agg(relname::text ORDER BY relname COLLATE \"C\"), '{{}}') FROM pg_class WHERE relnamespace = 'public'::regnamespace AND {condition}") ?? [];
}
