using System.Diagnostics;
using Npgsql;

namespace OrleansChat.Tests;

/// <summary>A database of its own on the throw-away server that <c>CHAT_TEST_DATABASE</c> names; dropped in the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string IsBlocked = "FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0";

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

    /// <summary>Lets everybody read a table and nobody write to it, until it is disposed of.</summary>
    public async Task<IAsyncDisposable> Lock(string table)
    {
        // Without a pool: its end is the end of the transaction.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN SHARE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until somebody waits for a lock that somebody else has.</summary>
    /// <exception cref="TimeoutException">Nobody did, in twenty seconds.</exception>
    public async Task UntilBlocked()
    {
        for (var started = Stopwatch.GetTimestamp(); !await Read<bool>($"SELECT EXISTS (SELECT {IsBlocked})"); await Task.Delay(5))
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
                throw new TimeoutException("Nobody waited for a lock.");
        }
    }

    /// <summary>Ends the connections of all who wait for a lock that somebody else has.</summary>
    public Task EndBlocked() => Execute($"SELECT pg_terminate_backend(pid) {IsBlocked}");

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
