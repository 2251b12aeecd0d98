namespace OrleansChat.Faults.Backups;

/// <summary>A database and a data folder to restore into.</summary>
internal sealed class RestoredCopy : IAsyncDisposable
{
    private ServerProcess? _server;

    private RestoredCopy(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("orleanschat-restored-").FullName;

    public static async Task<RestoredCopy> Empty() => new(await TestDatabase.Create());

    public static async Task<RestoredCopy> Of(string archive)
    {
        var copy = await Empty();
        (await BackupTool.Restore(archive, copy.Database.ConnectionString, copy.DataFolder)).MustSucceed();
        return copy;
    }

    public Task<ToolRun> Verify(string archive, string? source = null) =>
        BackupTool.Verify(archive, Database.ConnectionString, DataFolder, source);

    public async Task<ServerProcess> StartServer() => _server = await ServerProcess.Start(Database.ConnectionString, DataFolder);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        else
            Directory.Delete(DataFolder, recursive: true);
        await Database.DisposeAsync();
    }
}
