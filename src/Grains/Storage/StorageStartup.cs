using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OrleansChat.Accounts;

namespace OrleansChat.Grains.Storage;

/// <summary>Before anything else of a silo starts: waits for the database, migrates it, and makes sure that it was written
/// with the same names key.</summary>
internal sealed partial class StorageStartup(
    Database database, Migrations migrations, AccountKey accountKey, TimeProvider clock, ILogger<StorageStartup> logger)
    : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await WaitForDatabase(cancellationToken);
        await migrations.Apply(cancellationToken);
        await CheckNamesKey(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitForDatabase(CancellationToken cancellation)
    {
        for (var deadline = clock.GetUtcNow() + Patience; ;)
        {
            try
            {
                await using var connection = await database.DataSource.OpenConnectionAsync(cancellation);
                return;
            }
            catch (NpgsqlException exception)
            {
                // A wrong password or an unknown database does not mend itself.
                var isFinal = exception is PostgresException { SqlState: "28P01" or "28000" or "3D000" };
                if (isFinal || clock.GetUtcNow() >= deadline)
                    throw new InvalidOperationException(
                        $"PostgreSQL does not let us in: {exception.Message}. Start it, or correct Chat:Database (scripts/up: CHAT_DATABASE).",
                        exception);
                LogWaiting(exception.Message);
                await Task.Delay(RetryDelay, clock, cancellation);
            }
        }
    }

    private async Task CheckNamesKey(CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand("""
            INSERT INTO facts (name, value) VALUES ('names_key', $1)
            ON CONFLICT (name) DO UPDATE SET value = facts.value
            RETURNING value
            """);
        command.Parameters.Add(new() { Value = accountKey.Fingerprint() });
        if ((string)(await command.ExecuteScalarAsync(cancellation))! != accountKey.Fingerprint())
            throw new InvalidOperationException(
                "The names key (Chat:Keys:Names, or keys.json in the data folder) is not the one that this database was made with: "
                + "no account could be found with it. Use the key of the first start; it belongs with the database's backups.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for PostgreSQL: {Reason}")]
    private partial void LogWaiting(string reason);
}
