using System.Data;
using System.Globalization;
using Npgsql;
using Orleans.Storage;

namespace OrleansChat.InProcess.Storage;

/// <summary>What storage holds of a state: its JSON (null: cleared) and its version.</summary>
internal sealed record StoredState(byte[]? Payload, string? Etag);

/// <summary>
/// The table OrleansStorage, used as Orleans' ADO.NET storage does: same keys, versions and statements (those in the table
/// OrleansQuery). Every operation opens a connection of its own, which joins an ambient transaction.
/// </summary>
internal sealed class GrainStorage(InProcessActorOptions options)
{
    private readonly Lock _lock = new();
    private Task<Dictionary<string, string>>? _queries;

    /// <summary>Reads a state; null when it was never written.</summary>
    public Task<StoredState?> ReadAsync(StorageKey key) => ExecuteAsync(
        "ReadFromStorageKey", key, row => new StoredState(row["PayloadBinary"] as byte[], VersionText(row["Version"])));

    /// <summary>Writes a state over the version <paramref name="etag"/> (null: the first) and answers the new one.</summary>
    /// <exception cref="InconsistentStateException">Storage holds another version.</exception>
    public Task<string> WriteAsync(StorageKey key, string? etag, byte[] payload) =>
        ChangeAsync("WriteToStorageKey", key, etag, Parameter("PayloadBinary", DbType.Binary, payload));

    /// <summary>Empties the record of version <paramref name="etag"/> and answers its new version.</summary>
    /// <exception cref="InconsistentStateException">Storage holds another version.</exception>
    public Task<string> ClearAsync(StorageKey key, string? etag) => ChangeAsync("ClearStorageKey", key, etag);

    private async Task<string> ChangeAsync(string query, StorageKey key, string? etag, params NpgsqlParameter[] parameters)
    {
        object version = etag is null ? DBNull.Value : int.Parse(etag, CultureInfo.InvariantCulture);
        var changed = await ExecuteAsync(
            query,
            key,
            row => VersionText(row["NewGrainStateVersion"]),
            [Parameter("GrainStateVersion", DbType.Int32, version), .. parameters]).ConfigureAwait(false);

        // No version, or the old one: the row was not the expected one.
        return changed is null || changed == etag
            ? throw new InconsistentStateException(
                $"Version conflict: ServiceId={options.ServiceId} State={key.StateName} GrainId={key.Key} ETag={etag}.", null, etag)
            : changed;
    }

    private async Task<T?> ExecuteAsync<T>(
        string query, StorageKey key, Func<NpgsqlDataReader, T> read, params NpgsqlParameter[] parameters)
    {
        var queries = await LoadQueriesAsync().ConfigureAwait(false);
        // No data source: its connections would make an ambient transaction a distributed one.
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(queries[query], connection);
        command.Parameters.AddRange(parameters);
        command.Parameters.Add(Parameter("GrainIdHash", DbType.Int32, key.KeyHash));
        // The numbers of guid and integer keys.
        command.Parameters.Add(Parameter("GrainIdN0", DbType.Int64, 0L));
        command.Parameters.Add(Parameter("GrainIdN1", DbType.Int64, 0L));
        command.Parameters.Add(Parameter("GrainTypeHash", DbType.Int32, key.StateNameHash));
        command.Parameters.Add(Parameter("GrainTypeString", DbType.String, key.StateName));
        command.Parameters.Add(Parameter("GrainIdExtensionString", DbType.String, key.Key));
        command.Parameters.Add(Parameter("ServiceId", DbType.String, options.ServiceId));
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false) ? read(reader) : default;
    }

    private static NpgsqlParameter Parameter(string name, DbType type, object value) => new(name, type) { Value = value };

    private static string? VersionText(object version) => (version as int?)?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the statements once; after a failure, again.</summary>
    /// <summary>Once, however many ask at the start; again when that failed.</summary>
    private Task<Dictionary<string, string>> LoadQueriesAsync()
    {
        lock (_lock)
            return _queries is { IsFaulted: false, IsCanceled: false } ? _queries : _queries = ReadQueriesAsync();
    }

    private async Task<Dictionary<string, string>> ReadQueriesAsync()
    {
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SELECT QueryKey, QueryText FROM OrleansQuery", connection);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var queries = new Dictionary<string, string>();
        while (await reader.ReadAsync().ConfigureAwait(false))
            queries.Add(reader.GetString(0), reader.GetString(1));
        return queries;
    }
}
