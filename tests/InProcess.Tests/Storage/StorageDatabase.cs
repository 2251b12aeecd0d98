using Npgsql;

namespace OrleansChat.InProcess.Tests.Storage;

/// <summary>A database of its own with the table of states, Orleans' query table and one table of the tests' own.</summary>
public sealed class StorageDatabase : IAsyncLifetime
{
    private const string Schema =
        """
        CREATE TABLE OrleansQuery (QueryKey varchar(64) PRIMARY KEY, QueryText text NOT NULL);

        CREATE TABLE OrleansStorage (
            GrainIdHash integer NOT NULL,
            GrainIdN0 bigint NOT NULL,
            GrainIdN1 bigint NOT NULL,
            GrainTypeHash integer NOT NULL,
            GrainTypeString varchar(512) NOT NULL,
            GrainIdExtensionString varchar(512) NOT NULL,
            ServiceId varchar(150) NOT NULL,
            PayloadBinary bytea,
            ModifiedOn timestamp NOT NULL,
            Version integer NOT NULL,
            PRIMARY KEY (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId)
        );

        CREATE TABLE notes (text text NOT NULL);
        """;

    private const string Row =
        """
        GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
        AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId
        """;

    private static readonly Dictionary<string, string> Queries = new()
    {
        ["ReadFromStorageKey"] = $"SELECT PayloadBinary, now(), Version FROM OrleansStorage WHERE {Row}",
        ["WriteToStorageKey"] =
            $"""
            WITH updated AS (
                UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = now() AT TIME ZONE 'utc', Version = Version + 1
                WHERE {Row} AND Version = @GrainStateVersion
                RETURNING Version),
            inserted AS (
                INSERT INTO OrleansStorage
                SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId,
                    @PayloadBinary, now() AT TIME ZONE 'utc', 1
                WHERE @GrainStateVersion IS NULL
                ON CONFLICT DO NOTHING
                RETURNING Version)
            SELECT Version AS NewGrainStateVersion FROM updated UNION ALL SELECT Version FROM inserted
            """,
        ["ClearStorageKey"] =
            $"""
            UPDATE OrleansStorage SET PayloadBinary = NULL, Version = Version + 1
            WHERE {Row} AND Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion
            """,
    };

    private readonly string _name = $"inprocess_{Guid.NewGuid():N}";

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var server = ServerConnectionString();
        await ExecuteAsync(server, $"CREATE DATABASE {_name}");
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = _name }.ConnectionString;
        await ExecuteAsync(ConnectionString, Schema);
        foreach (var (key, text) in Queries)
            await ExecuteAsync(ConnectionString, "INSERT INTO OrleansQuery VALUES (@key, @text)", ("key", key), ("text", text));
    }

    public async Task DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync(ServerConnectionString(), $"DROP DATABASE {_name} WITH (FORCE)");
    }

    public Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters) =>
        ExecuteAsync(ConnectionString, sql, parameters);

    public async Task<T?> QueryAsync<T>(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    private static string ServerConnectionString() =>
        Environment.GetEnvironmentVariable("CHAT_TEST_DATABASE") is { Length: > 0 } server
            ? server
            : throw new InvalidOperationException(
                "CHAT_TEST_DATABASE is not set: it is the connection string of a superuser of a PostgreSQL server for tests. "
                + "scripts/test starts one.");

    private static async Task ExecuteAsync(string database, string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
