using Npgsql;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Silo;

/// <summary>Reads this silo's own row of the membership, on a connection of its own: nothing else may use the database meanwhile.</summary>
internal sealed class SiloStanding(ILocalSiloDetails self, string database) : ISiloStanding
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<bool?> IsMember()
    {
        using var patience = new CancellationTokenSource(Patience);
        // Not of the pool: its connections may have been cut while the silo stood still.
        var text = new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(text);
        await connection.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand("""
            SELECT status FROM orleansmembershiptable WHERE deploymentid = $1 AND address = $2 AND port = $3 AND generation = $4
            """, connection);
        var address = self.SiloAddress;
        command.Parameters.Add(new() { Value = ChatCluster.ClusterId });
        command.Parameters.Add(new() { Value = address.Endpoint.Address.ToString() });
        command.Parameters.Add(new() { Value = address.Endpoint.Port });
        command.Parameters.Add(new() { Value = address.Generation });
        return await command.ExecuteScalarAsync(patience.Token) is int status ? (SiloStatus)status != SiloStatus.Dead : null;
    }
}
