namespace OrleansChat.Telemetry.Tests;

/// <summary>The product in one process that exports to a collector.</summary>
public sealed class ServerWithCollector : IAsyncLifetime
{
    private TestDatabase? _database;
    private OtlpCollector? _collector;
    private ServerProcess? _server;

    internal OtlpCollector Collector => _collector!;

    internal ServerProcess Server => _server!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _collector = await OtlpCollector.Start();
        _server = await ServerProcess.Start(_database.ConnectionString, environment: _collector.Environment);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_collector is not null)
            await _collector.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
