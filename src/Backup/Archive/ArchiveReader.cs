using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansChat.Backups.Archive;

/// <summary>An archive that was found whole: every checksum was compared when it was opened.</summary>
internal sealed class ArchiveReader : IDisposable
{
    private readonly ZipArchive _zip;

    private ArchiveReader(ZipArchive zip, Manifest manifest) => (_zip, Manifest) = (zip, manifest);

    public Manifest Manifest { get; }

    /// <summary>Reads all of it once, so that nothing damaged is restored halfway.</summary>
    /// <exception cref="BackupException">It is damaged, cut off, of a newer build, or no archive.</exception>
    public static async Task<ArchiveReader> Open(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            throw new BackupException($"There is no file {path}. Name the archive with --from.");
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            var archive = new ArchiveReader(zip, await ReadManifest(zip, cancellation));
            await archive.CheckSums(cancellation);
            zip = null;
            return archive;
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw new BackupException(
                $"{path} is damaged, cut off, or no backup ({exception.Message}). Take another copy of it, or the backup before it.", exception);
        }
        finally
        {
            zip?.Dispose();
        }
    }

    public Stream Read(string name) =>
        (_zip.GetEntry(name) ?? throw new InvalidDataException($"{name} is missing")).Open();

    public async Task<byte[]> ReadAll(string name, CancellationToken cancellation) => await ReadAll(_zip, name, cancellation);

    public void Dispose() => _zip.Dispose();

    private static async Task<Manifest> ReadManifest(ZipArchive zip, CancellationToken cancellation)
    {
        var text = await ReadAll(zip, ArchiveNames.Manifest, cancellation);
        var sum = Encoding.ASCII.GetString(await ReadAll(zip, ArchiveNames.ManifestSum, cancellation));
        if (sum != Convert.ToHexStringLower(SHA256.HashData(text)))
            throw new InvalidDataException($"{ArchiveNames.Manifest} was changed");
        using var document = JsonDocument.Parse(text);
        var format = document.RootElement.GetProperty("format").GetInt32();
        return format <= Manifest.PresentFormat
            ? document.Deserialize<Manifest>(Manifest.Json)!
            : throw new BackupException(
                $"The archive has format {format}, this build reads up to {Manifest.PresentFormat}. "
                + "Restore it with a build at least as new as the one that made it.");
    }

    private async Task CheckSums(CancellationToken cancellation)
    {
        foreach (var table in Manifest.Tables)
            await Check(ArchiveNames.Table(table.Name), table.Sha256, cancellation);
        await Check(ArchiveNames.Conversations, Manifest.Conversations.Sha256, cancellation);
        if (Manifest.KeysSha256 is { } keys)
            await Check(ArchiveNames.Keys, keys, cancellation);
        foreach (var blob in Manifest.Blobs.Files)
            await Check(ArchiveNames.Blob(blob.Key), blob.Sha256, cancellation);
    }

    private async Task Check(string name, string sum, CancellationToken cancellation)
    {
        await using var entry = Read(name);
        if (sum != Convert.ToHexStringLower(await SHA256.HashDataAsync(entry, cancellation)))
            throw new InvalidDataException($"{name} is not what was written");
    }

    private static async Task<byte[]> ReadAll(ZipArchive zip, string name, CancellationToken cancellation)
    {
        await using var entry = (zip.GetEntry(name) ?? throw new InvalidDataException($"{name} is missing")).Open();
        using var content = new MemoryStream();
        await entry.CopyToAsync(content, cancellation);
        return content.ToArray();
    }
}
