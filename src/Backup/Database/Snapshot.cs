using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace OrleansChat.Backups.Database;

/// <summary>
/// One moment of a database: everything is read in one repeatable-read, read-only transaction. It blocks nobody (COPY takes the lock
/// of a reader, which only a migration's ALTER TABLE waits for), but while it is open the marks of Syncs do not move on and
/// VACUUM leaves what has died since.
/// </summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private Snapshot(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    public static async Task<Snapshot> Open(string connectionString, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
            ApplicationName = "orleanschat-backup",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var snapshot = new Snapshot(connection, transaction);
        // The same text of the same value on every server, and no time limit that somebody set for queries.
        await snapshot.Execute("""
            SET TRANSACTION READ ONLY;
            SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
            SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
            SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
            """, cancellation);
        return snapshot;
    }

    /// <summary>The columns to save of a table, in their order; none when there is no such table. Not those that PostgreSQL
    /// makes itself, and no transaction ids: they count this server's transactions and mean nothing on another.</summary>
    public Task<List<string>> Columns(string table, CancellationToken cancellation) => List("""
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND atttypid <> 'xid8'::regtype
        ORDER BY attnum
        """, row => row.GetString(0), cancellation, table);

    /// <summary>Reads the rows of a table.</summary>
    /// <param name="columns">Of it.</param>
    /// <param name="digest">Told of every row.</param>
    /// <param name="copy">Gets them as they are, in PostgreSQL's text format; null when nobody wants them.</param>
    public async Task Read(
        ArchivedTable table, IEnumerable<string> columns, RowDigest digest, Stream? copy, CancellationToken cancellation)
    {
        using var reader = await _connection.BeginTextExportAsync(
            $"COPY (SELECT {Names(columns)} FROM {table.Name} WHERE {table.Filter}) TO STDOUT", cancellation);
        // Below the reader of text are the bytes as PostgreSQL sends them.
        var stream = ((StreamReader)reader).BaseStream;
        var buffer = new byte[1 << 16];
        for (int length; (length = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            digest.Add(buffer.AsSpan(0, length));
            if (copy is not null)
                await copy.WriteAsync(buffer.AsMemory(0, length), cancellation);
        }
    }

    /// <summary>The rows of a table as lines of PostgreSQL's text format, in an order.</summary>
    /// <param name="order">Columns.</param>
    public async IAsyncEnumerable<string> Lines(
        string table, IEnumerable<string> columns, string order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = await _connection.BeginTextExportAsync(
            $"COPY (SELECT {Names(columns)} FROM {table} ORDER BY {order}) TO STDOUT", cancellation);
        while (await reader.ReadLineAsync(cancellation) is { } line)
            yield return line;
    }

    public async Task<T?> Value<T>(string sql, CancellationToken cancellation) =>
        (await List(sql, row => row.IsDBNull(0) ? default : row.GetFieldValue<T>(0), cancellation)).FirstOrDefault();

    public async Task<List<T>> List<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    public static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task Execute(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
