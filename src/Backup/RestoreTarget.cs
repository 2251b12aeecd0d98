using Npgsql;
using OrleansChat.Backups.Archive;
using OrleansChat.Backups.Database;

namespace OrleansChat.Backups;

/// <summary>The database that is to become the archive's.</summary>
internal sealed class RestoreTarget(string connectionString)
{
    private readonly string _connectionString =
        new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0, Pooling = false }.ConnectionString;

    /// <summary>No table, or the empty ones that a restore which failed has left.</summary>
    /// <exception cref="BackupException">Something is there that a restore would mix with or destroy.</exception>
    public async Task MustBeEmpty(int schema, CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        var tables = await Names(connection, """
            SELECT relname::text FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
            """, cancellation);
        const string howTo = "Restore into an empty database: DROP DATABASE and CREATE DATABASE, or another name, or another folder with --data.";
        foreach (var table in tables)
        {
            var isOurs = Tables.LeftOut.ContainsKey(table);
            if (!isOurs && Tables.Archived.All(archived => archived.Name != table))
                throw new BackupException($"The database holds a table of something else: {table}. {howTo}");
            if (!isOurs && await Has(connection, table, cancellation))
                throw new BackupException($"The database is not empty: there are rows in {table}. {howTo}");
        }
        if (tables.Contains("schema_migrations") && await Newest(connection, cancellation) > schema)
            throw new BackupException($"The database has a newer schema than the archive ({schema}). {howTo}");
    }

    /// <summary>All rows in one transaction, so all or none. They count as changed by it: every client gets everything once.</summary>
    /// <param name="forgotten">Users whose account is to be erased again.</param>
    public async Task Load(ArchiveReader archive, IReadOnlyList<string> forgotten, CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'", cancellation);
        foreach (var table in archive.Manifest.Tables)
        {
            // Its columns become part of a statement: only those that the schema has.
            if (Tables.Archived.All(archived => archived.Name != table.Name))
                throw new BackupException(
                    $"The archive holds a table that this build does not know: {table.Name}. Restore it with the build that made it.");
            await Load(connection, archive, table, cancellation);
        }
        await Execute(connection, $"INSERT INTO facts (name, value) VALUES ('{Tables.RestoredFact}', gen_random_uuid()::text)", cancellation);
        await Forget(connection, forgotten, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Behind the load, so that it counts as seen: the index of search is made from the beginning, in small steps, once a
    /// server runs.</summary>
    public async Task Finish(CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        await Execute(connection, """
            TRUNCATE message_search;
            UPDATE search_filler SET seen = pg_current_snapshot(), old_conversation_id = '', old_seq = 0
            """, cancellation);
        await Execute(connection, "ANALYZE", cancellation);
    }

    private static async Task Load(NpgsqlConnection connection, ArchiveReader archive, TableEntry table, CancellationToken cancellation)
    {
        await Execute(connection, $"TRUNCATE {table.Name}", cancellation);
        await using var rows = archive.Read(ArchiveNames.Table(table.Name));
        var columns = Snapshot.Names(table.Columns.Select(column => column.Replace("\"", "\"\"", StringComparison.Ordinal)));
        await using var writer = await connection.BeginTextImportAsync($"COPY {table.Name} ({columns}) FROM STDIN", cancellation);
        await rows.CopyToAsync(((StreamWriter)writer).BaseStream, 1 << 16, cancellation);
    }

    /// <summary>As if the erasure had been interrupted: the sweeper of the first silo goes on with it.</summary>
    private static async Task Forget(NpgsqlConnection connection, IReadOnlyList<string> forgotten, CancellationToken cancellation)
    {
        foreach (var userId in forgotten)
        {
            await using var command = new NpgsqlCommand("""
                INSERT INTO erasures (user_id, account_key, started_at)
                SELECT u.user_id, state.grainidextensionstring, 'epoch'
                FROM users AS u
                JOIN orleansstorage AS state ON convert_from(state.payloadbinary, 'UTF8')::jsonb ->> 'UserId' = u.user_id
                WHERE u.user_id = $1 AND state.grainidextensionstring LIKE '@%'
                ON CONFLICT DO NOTHING
                """, connection);
            command.Parameters.Add(new() { Value = userId });
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<NpgsqlConnection> Open(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static async Task<HashSet<string>> Names(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new HashSet<string>();
        while (await reader.ReadAsync(cancellation))
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task<bool> Has(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {table})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> Newest(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM schema_migrations", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
