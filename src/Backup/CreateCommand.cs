using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using OrleansChat.Backups.Archive;
using OrleansChat.Backups.Database;
using OrleansChat.Blobs;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Backups;

/// <summary>Writes an archive of a database at one moment, while the server goes on.</summary>
internal static class CreateCommand
{
    public static async Task<int> Run(Settings settings, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await using var snapshot = await Snapshot.Open(settings.Database, cancellation);
        var schema = await SchemaOf(snapshot, cancellation);
        var at = await snapshot.Value<DateTimeOffset>("SELECT transaction_timestamp()", cancellation);
        await using var archive = ArchiveWriter.Create(settings.To);

        var tally = new ConversationTally();
        var tables = ImmutableArray.CreateBuilder<TableEntry>();
        foreach (var table in Tables.Archived)
        {
            if (await Write(archive, snapshot, table, tally, cancellation) is { } entry)
                tables.Add(entry);
        }
        var manifest = new Manifest(
            Manifest.PresentFormat,
            Manifest.Secret,
            schema,
            (await snapshot.Value<string>("SHOW server_version", cancellation))!,
            at,
            await snapshot.Value<string>("SELECT value FROM facts WHERE name = 'names_key'", cancellation),
            await WriteKeys(archive, settings, cancellation),
            tables.ToImmutable(),
            await Write(archive, tally, cancellation),
            [.. await UnreadSample.Read(snapshot, cancellation)],
            await WriteBlobs(archive, settings, await BlobNames.Read(snapshot, cancellation), cancellation));
        var size = await archive.Publish(manifest, cancellation);
        Tell(settings, manifest, size, Stopwatch.GetElapsedTime(started));
        return 0;
    }

    private static async Task<int> SchemaOf(Snapshot snapshot, CancellationToken cancellation)
    {
        if ((await snapshot.Columns("schema_migrations", cancellation)).Count == 0)
            throw new BackupException("The database holds nothing of this product. Start the server on it once, or correct CHAT_DATABASE.");
        var schema = await snapshot.Value<int>("SELECT max(number) FROM schema_migrations", cancellation);
        return schema <= Migrations.Newest
            ? schema
            : throw new BackupException(
                $"The database has schema {schema}, this build knows up to {Migrations.Newest}: it would leave out what is new. "
                + "Use the build that runs on it.");
    }

    private static async Task<TableEntry?> Write(
        ArchiveWriter archive, Snapshot snapshot, ArchivedTable table, ConversationTally tally, CancellationToken cancellation)
    {
        var columns = await snapshot.Columns(table.Name, cancellation);
        if (columns.Count == 0)
            return null; // of a later migration than the database has
        using var digest = new RowDigest(tally.HandlerOf(table.Name));
        await using var entry = archive.Add(ArchiveNames.Table(table.Name));
        await snapshot.Read(table, columns, digest, entry, cancellation);
        return new TableEntry(table.Name, [.. columns], digest.Rows, digest.Bytes, digest.Sha256(), digest.Content);
    }

    private static async Task<ConversationsEntry> Write(ArchiveWriter archive, ConversationTally tally, CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        await using (var writer = new StreamWriter(text, leaveOpen: true))
            tally.Write(writer);
        return new ConversationsEntry(tally.Count, await archive.Add(ArchiveNames.Conversations, text.ToArray(), cancellation));
    }

    private static async Task<string?> WriteKeys(ArchiveWriter archive, Settings settings, CancellationToken cancellation) =>
        settings.Without("keys") || !File.Exists(settings.KeyFile)
            ? null
            : await archive.Add(ArchiveNames.Keys, await File.ReadAllBytesAsync(settings.KeyFile, cancellation), cancellation);

    /// <summary>After the snapshot: a blob is written before the row that names it. One that is not there any more was deleted since.</summary>
    private static async Task<BlobsEntry> WriteBlobs(
        ArchiveWriter archive, Settings settings, SortedSet<string> keys, CancellationToken cancellation)
    {
        var options = settings.Blobs();
        if (options.Kind != "local" || settings.Without("blobs"))
            return new BlobsEntry(options.Kind, AreIncluded: false, [], []);
        if (keys.Count > 0 && !Directory.Exists(options.Folder))
            throw new BackupException(
                $"There are {keys.Count} images, and their folder {options.Folder} is not here. Name it as the server does (--data, "
                + "Chat__Blobs__Folder, or the settings of another store), or leave the images out: --without blobs.");
        var files = ImmutableArray.CreateBuilder<BlobEntry>();
        var gone = ImmutableArray.CreateBuilder<string>();
        foreach (var key in keys.Where(BlobKeys.IsKey))
        {
            var path = Path.Combine(options.Folder!, key);
            if (!File.Exists(path))
            {
                gone.Add(key);
                continue;
            }
            var content = await File.ReadAllBytesAsync(path, cancellation);
            // Pictures are compressed already.
            await using var entry = archive.Add(ArchiveNames.Blob(key), CompressionLevel.NoCompression);
            await entry.WriteAsync(content, cancellation);
            files.Add(new BlobEntry(key, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }
        return new BlobsEntry(options.Kind, AreIncluded: true, files.ToImmutable(), gone.ToImmutable());
    }

    private static void Tell(Settings settings, Manifest manifest, long size, TimeSpan time)
    {
        var rows = manifest.Tables.ToDictionary(table => table.Name, table => table.Rows);
        Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Path.GetFullPath(settings.To)}: {size / 1e6:0.0} MB, {time.TotalSeconds:0.0} s, as of {manifest.SnapshotAt:yyyy-MM-dd HH:mm:ss} UTC"));
        Console.WriteLine(
            $"{rows["messages"]} messages in {manifest.Conversations.Count} conversations, {rows["users"]} people, schema {manifest.Schema}");
        Console.WriteLine(manifest.KeysSha256 is not null
            ? "With keys.json: keep the file as secret as the keys."
            : "Without the keys: keep those of the installation beside it; without the names key no account can be found.");
        Console.WriteLine(manifest.Blobs switch
        {
            { AreIncluded: true, Gone.Length: > 0 } =>
                $"{manifest.Blobs.Files.Length} images; {manifest.Blobs.Gone.Length} were not there (deleted meanwhile, or lost before)",
            { AreIncluded: true } => $"{manifest.Blobs.Files.Length} images",
            _ => $"Without the images: they are in the store ({manifest.Blobs.Kind}); back that up with its own means.",
        });
    }
}
