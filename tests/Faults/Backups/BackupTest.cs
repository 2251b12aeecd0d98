namespace OrleansChat.Faults.Backups;

/// <summary>A test with a server, and a place for an archive of it.</summary>
public abstract class BackupTest : ServerTest
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("orleanschat-backup-").FullName;

    protected string Archive => Path.Combine(Folder, "backup.zip");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
