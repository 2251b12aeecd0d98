using OrleansChat.Grains.Storage;
using OrleansChat.Health;

namespace OrleansChat.Grains.Health;

/// <summary>Asks the database once for each check; without state.</summary>
[StatelessWorker(1)]
internal sealed class HealthGrain(Database database) : Grain, IHealthGrain
{
    public async Task Check()
    {
        await using var command = database.DataSource.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync();
    }
}
