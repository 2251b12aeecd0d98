using Npgsql;

namespace OrleansChat.Tests;

/// <summary>A database of its own on the throw-away server that <c>CHAT_TEST_DATABASE</c> names; dropped in the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private TestDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, IncludeErrorDetail = true }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> Create()
    {
        var server = Environment.GetEnvironmentVariable("CHAT_TEST_DATABASE")
            ?? throw new InvalidOperationException("CHAT_TEST_DATABASE is not set: run the tests with scripts/test.");
        var database = new TestDatabase(server, $"test_{Guid.NewGuid():N}");
        await Execute(server, $"CREATE DATABASE {database._name}");
        return database;
    }

    public Task Execute(string sql) => Execute(ConnectionString, sql);

    /// <summary>The first column of the first row; null when there is none.</summary>
    public async Task<T?> Read<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
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
