using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansChat.Grains.Storage;

namespace OrleansChat.LoadTests;

/// <summary>A migrated database for one scenario; dropped in the end.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private ScratchDatabase(string server, string name)
    {
        (_server, _name) = (server, name);
        Database = new Database(new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 0, Options = "-c maintenance_work_mem=512MB -c work_mem=4MB" }.ConnectionString);
    }

    public Database Database { get; }

    public static async Task<ScratchDatabase> Create(string server)
    {
        var name = $"load_{Guid.NewGuid():N}";
        await Execute(server, $"CREATE DATABASE {name}");
        var scratch = new ScratchDatabase(server, name);
        await new Migrations(scratch.Database, NullLogger<Migrations>.Instance).Apply(CancellationToken.None);
        return scratch;
    }

    /// <summary>Runs one statement, however long it takes, and tells what it is for.</summary>
    public async Task Fill(string what, string sql)
    {
        Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {what}");
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>As <see cref="Fill"/>, for many rows of one table: its indexes beside the keys are made afterwards, all at once.</summary>
    public async Task FillTable(string table, string what, string sql)
    {
        var indexes = new List<(string Name, string Definition)>();
        await using (var command = Database.DataSource.CreateCommand("""
            SELECT indexname, indexdef FROM pg_indexes
            WHERE tablename = $1 AND indexname NOT IN (SELECT conname FROM pg_constraint)
            """))
        {
            command.Parameters.Add(new() { Value = table });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                indexes.Add((reader.GetString(0), reader.GetString(1)));
        }
        foreach (var index in indexes)
            await Fill($"drop {index.Name}", $"DROP INDEX {index.Name}");
        await Fill(what, sql);
        foreach (var index in indexes)
            await Fill($"make {index.Name}", index.Definition);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Execute(_server, $"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
