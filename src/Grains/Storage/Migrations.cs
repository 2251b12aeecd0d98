using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OrleansChat.Grains.Storage;

/// <summary>
/// Brings a database to the schema of this build: numbered, forward-only, each in a transaction of its own, under an
/// advisory lock so that silos that start together do not collide. A newer database is refused, unless each migration that
/// this build does not know says that this build may still run on it: then a silo that restarts during a rolling deploy goes on.
/// </summary>
internal sealed partial class Migrations(Database database, ILogger<Migrations> logger)
{
    private const long AdvisoryLock = 0x4F_43_68_61_74; // "OChat"

    private static readonly List<Migration> All = Load();

    /// <summary>The schema that this build makes: the number of its last migration.</summary>
    public static int Newest => All.Count;

    /// <param name="last">The migration to stop behind; null for all. Only a restore stops early.</param>
    /// <exception cref="InvalidOperationException">The database is of a newer build that this one cannot run beside.</exception>
    public async Task Apply(CancellationToken cancellation, int? last = null)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        await Execute(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancellation);
        try
        {
            await Execute(connection, """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
                -- The lowest newest migration of a build that still runs behind this one; null: its own number. Only when it is missing:
                -- ALTER TABLE would wait for a backup that is reading.
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_attribute
                                   WHERE attrelid = 'schema_migrations'::regclass AND attname = 'oldest_build') THEN
                        ALTER TABLE schema_migrations ADD COLUMN oldest_build integer;
                    END IF;
                END $$
                """, cancellation);
            var (current, oldestBuild) = await ReadState(connection, cancellation);
            if (oldestBuild > Newest)
                throw new InvalidOperationException(
                    $"The database has schema {current}, this build knows up to {Newest}, and builds below {oldestBuild} cannot run on it. "
                    + $"Run a build that knows at least {oldestBuild}; docs/upgrade.md says how to go back.");
            if (current > Newest)
                LogNewer(current, Newest);
            foreach (var migration in All.Take(last ?? Newest).Skip(current))
                await Apply(connection, migration, cancellation);
        }
        finally
        {
            await Execute(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    /// <summary>What each migration says of itself, in their order.</summary>
    public static IEnumerable<(int Number, MigrationHeader Header)> Headers() =>
        All.Select(migration => (migration.Number, MigrationHeader.Parse(migration.Name, migration.Sql)));

    private async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, migration.Sql, cancellation);
        await using var record = new NpgsqlCommand("INSERT INTO schema_migrations (number, name, oldest_build) VALUES ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.OldestBuild } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        LogApplied(migration.Number, migration.Name);
    }

    private static async Task<(int Current, int OldestBuild)> ReadState(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(max(number), 0), coalesce(max(coalesce(oldest_build, number)), 0) FROM schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private static List<Migration> Load()
    {
        var assembly = typeof(Migrations).Assembly;
        var all = assembly.GetManifestResourceNames()
            .Where(name => name.Length > 5 && name[4] == '_' && char.IsAsciiDigit(name[0]))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                var (number, sql) = (int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), reader.ReadToEnd());
                return new Migration(number, name[5..], sql, MigrationHeader.Parse(name, sql).OldestBuild ?? number);
            })
            .ToList();
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Number != i + 1)
                throw new InvalidOperationException($"Migrations are not contiguous at {all[i].Number}_{all[i].Name}.");
        }
        return all;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <param name="OldestBuild">A build whose newest migration is at least this one runs on the database behind it.</param>
    private sealed record Migration(int Number, string Name, string Sql, int OldestBuild);

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Number} ({Name})")]
    private partial void LogApplied(int number, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The database has schema {Current}, this build knows up to {Newest} and may run on it: finish the rolling deploy")]
    private partial void LogNewer(int current, int newest);
}
