using Npgsql;

namespace OrleansChat.LoadTests.Servers;

/// <summary>Databases on the private PostgreSQL, which goes away with all of them.</summary>
internal sealed class Databases(string postgres)
{
    /// <summary>An empty one.</summary>
    /// <param name="template">Copied, when given; nobody may be connected to it.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> Create(string name, string? template = null)
    {
        await Execute(postgres, $"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}");
        return new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ConnectionString;
    }

    public static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>After much was written at once: what autovacuum and the next checkpoint would do within minutes is done now, not beside
    /// what is measured.</summary>
    /// <param name="tables">Separated by commas; all when left out.</param>
    public static async Task Settle(string connectionString, string tables = "")
    {
        await Execute(connectionString, $"VACUUM ANALYZE {tables}");
        await Execute(connectionString, "CHECKPOINT");
    }

    public static async Task<T> Read<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
