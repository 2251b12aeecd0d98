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
        Database = new Database(new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 0 }.ConnectionString);
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
