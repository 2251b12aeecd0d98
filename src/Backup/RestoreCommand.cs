using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Backups.Archive;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Backups;

/// <summary>
/// Makes an empty database what the archive's source was. Rows are loaded into the schema that the archive has, in one transaction, and
/// then brought to the schema of this build: a restore that fails has changed nothing, and can be run again.
/// </summary>
internal static class RestoreCommand
{
    public static async Task<int> Run(Settings settings, CancellationToken cancellation)
    {
        using var archive = await ArchiveReader.Open(settings.From, cancellation);
        if (archive.Manifest.Schema > Migrations.Newest)
            throw new BackupException(
                $"The archive has schema {archive.Manifest.Schema}, this build knows up to {Migrations.Newest}. "
                + "Restore it with a build at least as new as the one that made it.");
        var target = new RestoreTarget(settings.Database);
        await target.MustBeEmpty(archive.Manifest.Schema, cancellation);
        var files = new RestoredFiles(settings, archive);
        var keys = files.MustFit();
        var forgotten = Forgotten(settings);

        await files.Write(cancellation);
        await Migrate(settings, archive.Manifest.Schema, cancellation);
        await target.Load(archive, forgotten, cancellation);
        await Migrate(settings, null, cancellation);
        await target.Finish(cancellation);

        Console.WriteLine($"Restored what there was at {archive.Manifest.SnapshotAt:yyyy-MM-dd HH:mm:ss} UTC: "
            + $"{archive.Manifest.Tables.Single(table => table.Name == "messages").Rows} messages, {archive.Manifest.Conversations.Count} conversations");
        if (forgotten.Count > 0)
            Console.WriteLine($"{forgotten.Count} accounts will be erased again within a minute of the server's start.");
        if (keys is null)
            Console.WriteLine("The archive has no keys: give the server those of the source (Chat:Keys:Signing, Chat:Keys:Names).");
        if (!archive.Manifest.Blobs.AreIncluded)
            Console.WriteLine($"The archive has no images: they must be in the blob store ({archive.Manifest.Blobs.Kind}) as they were.");
        return 0;
    }

    private static async Task Migrate(Settings settings, int? last, CancellationToken cancellation)
    {
        await using var database = new Grains.Storage.Database(settings.Database);
        await new Migrations(database, NullLogger<Migrations>.Instance).Apply(cancellation, last);
    }

    /// <summary>Users who have erased their account since the archive was made.</summary>
    private static List<string> Forgotten(Settings settings)
    {
        if (settings.Forget is null)
            return [];
        var ids = File.ReadLines(settings.Forget).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        return ids.Find(id => !Ids.IsUser(id)) is { } wrong
            ? throw new BackupException($"'{wrong}' in {settings.Forget} is no id of a user (u. and 26 characters).")
            : ids;
    }
}
