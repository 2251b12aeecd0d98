using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OrleansChat.Grains.Storage;

/// <summary>
/// Brings a database to the schema of this build: numbered, forward-only, each in a transaction of its own, under an
/// advisory lock so that silos that start together do not collide.
/// </summary>
internal sealed partial class Migrations(Database database, ILogger<Migrations> logger)
{
    private const long AdvisoryLock = 0x4F_43_68_61_74; // "OChat"

    /// <exception cref="InvalidOperationException">The database is of a newer build.</exception>
    public async Task Apply(CancellationToken cancellation)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        await Execute(connection, $"SELECT pg_advisory_lock({AdvisoryLock})", cancellation);
        try
        {
            await Execute(connection, """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """, cancellation);
            await using var latest = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM schema_migrations", connection);
            var current = (int)(await latest.ExecuteScalarAsync(cancellation))!;
            var all = Load();
            if (current > all.Count)
                throw new InvalidOperationException(
                    $"The database has schema {current}, this build knows up to {all.Count}. Run a build at least as new as the one that made it.");
            foreach (var migration in all.Skip(current))
                await Apply(connection, migration, cancellation);
        }
        finally
        {
            await Execute(connection, $"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    private async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, migration.Sql, cancellation);
        await using var record = new NpgsqlCommand("INSERT INTO schema_migrations (number, name) VALUES ($1, $2)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        LogApplied(migration.Number, migration.Name);
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
                return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name[5..], reader.ReadToEnd());
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

    private sealed record Migration(int Number, string Name, string Sql);

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Number} ({Name})")]
    private partial void LogApplied(int number, string name);
}
