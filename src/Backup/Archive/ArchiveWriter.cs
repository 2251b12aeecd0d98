using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansChat.Backups.Archive;

/// <summary>Writes an archive under another name first: a file of the final name is always whole. Only its owner can read it.</summary>
internal sealed class ArchiveWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private bool _isPublished;

    private ArchiveWriter(string path, FileStream file)
    {
        _path = path;
        _file = file;
        _zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
    }

    public static ArchiveWriter Create(string path)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
            throw new BackupException($"{path} exists. Name another file with --to, or move that one away.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new ArchiveWriter(path, new FileStream($"{path}.{Guid.NewGuid():N}.part", options));
    }

    /// <summary>One entry at a time: dispose of it before the next.</summary>
    public Stream Add(string name, CompressionLevel level = CompressionLevel.Fastest) => _zip.CreateEntry(name, level).Open();

    /// <returns>The SHA-256 of what was written.</returns>
    public async Task<string> Add(string name, byte[] content, CancellationToken cancellation)
    {
        await using var entry = Add(name);
        await entry.WriteAsync(content, cancellation);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Ends the archive and gives it its name, safe from a power failure.</summary>
    /// <returns>Its size in bytes.</returns>
    public async Task<long> Publish(Manifest manifest, CancellationToken cancellation)
    {
        var sum = await Add(ArchiveNames.Manifest, JsonSerializer.SerializeToUtf8Bytes(manifest, Manifest.Json), cancellation);
        await Add(ArchiveNames.ManifestSum, Encoding.ASCII.GetBytes(sum), cancellation);
        _zip.Dispose();
        await _file.FlushAsync(cancellation);
        _file.Flush(flushToDisk: true);
        var size = _file.Length;
        await _file.DisposeAsync();
        File.Move(_file.Name, _path);
        _isPublished = true;
        return size;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isPublished)
            return;
        await _file.DisposeAsync();
        File.Delete(_file.Name);
    }
}
