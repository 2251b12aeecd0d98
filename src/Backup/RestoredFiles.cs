using System.Text.Json;
using OrleansChat.Accounts;
using OrleansChat.Backups.Archive;
using OrleansChat.Blobs;

namespace OrleansChat.Backups;

/// <summary>What belongs to the database and is not in it: keys and local blobs.</summary>
internal sealed class RestoredFiles(Settings settings, ArchiveReader archive)
{
    /// <summary>Whether the keys that the server will have are those of the archive.</summary>
    /// <returns>The keys; null when nobody has told them yet.</returns>
    /// <exception cref="BackupException">With the present ones no account could be found.</exception>
    public ChatKeys? MustFit()
    {
        var keys = KeySource.Find(settings) ?? (archive.Manifest.KeysSha256 is null ? null : KeySource.Parse(ReadKeys()));
        if (keys is not null && archive.Manifest.NamesKey is { } expected && new AccountKey(keys.Names).Fingerprint() != expected)
            throw new BackupException(
                $"The names key of {settings.KeyFile} (or Chat__Keys__Names) is not the archive's: no account could be found with it. "
                + "Restore into an empty data folder, or put the key of the archive's source there.");
        return keys;
    }

    public async Task Write(CancellationToken cancellation)
    {
        if (archive.Manifest.KeysSha256 is not null && KeySource.Find(settings) is null)
            await Write(settings.KeyFile, ReadKeys(), cancellation);
        var options = settings.Blobs();
        if (!archive.Manifest.Blobs.AreIncluded || archive.Manifest.Blobs.Files.IsEmpty)
            return;
        if (options.Kind != "local")
            throw new BackupException(
                $"The archive holds images of a local folder and Chat:Blobs:Kind is {options.Kind}. "
                + "Restore with Chat__Blobs__Kind=local and copy the folder's files into the store.");
        foreach (var blob in archive.Manifest.Blobs.Files.Where(blob => BlobKeys.IsKey(blob.Key)))
            await Write(Path.Combine(options.Folder!, blob.Key), await archive.ReadAll(ArchiveNames.Blob(blob.Key), cancellation), cancellation);
    }

    private byte[] ReadKeys() => archive.ReadAll(ArchiveNames.Keys, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Beside its place first, and only for its owner.</summary>
    private static async Task Write(string path, byte[] content, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        await using (var file = new FileStream($"{path}.part", options))
        {
            await file.WriteAsync(content, cancellation);
            file.Flush(flushToDisk: true);
        }
        File.Move($"{path}.part", path, overwrite: true);
    }
}

/// <summary>The installation's keys, from the environment or keys.json, as the server finds them.</summary>
internal static class KeySource
{
    /// <returns>Null when there are none yet.</returns>
    public static ChatKeys? Find(Settings settings)
    {
        static string? Setting(string key) => Environment.GetEnvironmentVariable(key.Replace(":", "__", StringComparison.Ordinal));
        if (Setting(ChatKeys.SigningSetting) is not null)
            return ChatKeys.Read(Setting);
        return File.Exists(settings.KeyFile) ? Parse(File.ReadAllBytes(settings.KeyFile)) : null;
    }

    public static ChatKeys Parse(byte[] json)
    {
        var content = JsonSerializer.Deserialize<Content>(json, JsonSerializerOptions.Web);
        return new(ChatKeys.Parse("\"signing\" in keys.json", content?.Signing), ChatKeys.Parse("\"names\" in keys.json", content?.Names));
    }

    private sealed record Content(string? Signing, string? Names);
}
