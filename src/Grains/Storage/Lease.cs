namespace OrleansChat.Grains.Storage;

/// <summary>
/// Work that one silo of the cluster does, and another takes over when that one is gone. A lease saves double work and nothing
/// else: its holder can be slow and two can believe to hold it, so the work itself must bear that.
/// </summary>
internal sealed class Lease(Database database, string name)
{
    /// <summary>How long it lasts without being renewed; renew it several times as often.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    private readonly Guid _owner = Guid.NewGuid();

    /// <summary>Takes it, when nobody has it, or renews it.</summary>
    public async Task<bool> Hold(CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand("""
            INSERT INTO leases AS lease (name, owner, until) VALUES ($1, $2, now() + $3)
            ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE lease.owner = excluded.owner OR lease.until < now()
            RETURNING true
            """);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = _owner });
        command.Parameters.Add(new() { Value = Duration });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Gives it back, so that another silo need not wait for its end.</summary>
    public async Task Release(CancellationToken cancellation)
    {
        await using var command = database.DataSource.CreateCommand("DELETE FROM leases WHERE name = $1 AND owner = $2");
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = _owner });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
