using System.Globalization;

namespace OrleansChat.Blobs.Local;

/// <summary>
/// Blobs as files of a folder that the silos and front-ends of one machine share; front-ends serve the signed links
/// (<see cref="Path"/>). Files are written beside their place and moved there, so nobody sees half of one.
/// </summary>
public sealed class LocalBlobStore(string folder, LocalSignatures signatures) : IBlobStore
{
    /// <summary>Where front-ends serve blobs.</summary>
    public const string Path = "/blobs";

    private const string DraftFolder = "drafts";
    private static readonly TimeSpan DraftTime = TimeSpan.FromDays(1);

    private int _draftsMade;

    public LocalSignatures Signatures => signatures;

    public Task Prepare() => Task.CompletedTask;

    public async Task Write(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        await using var draft = CreateDraft();
        await draft.File.WriteAsync(content, cancellation);
        await draft.Publish(key, cancellation);
    }

    public Task<long?> FindSize(string key, CancellationToken cancellation = default)
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult<long?>(file.Exists ? file.Length : null);
    }

    public async Task<byte[]?> Read(string key, int maxBytes, CancellationToken cancellation = default)
    {
        await using var file = OpenRead(key);
        if (file is null || file.Length > maxBytes)
            return null;
        var content = new byte[file.Length];
        await file.ReadExactlyAsync(content, cancellation);
        return content;
    }

    public Task Delete(string key, CancellationToken cancellation = default)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
        }
        return Task.CompletedTask;
    }

    public SignedUpload SignUpload(string key, long size, DateTimeOffset expiresAt)
    {
        var most = size.ToString(CultureInfo.InvariantCulture);
        var query = signatures.Query("PUT", BlobKeys.Check(key), expiresAt, most);
        var headers = new Dictionary<string, string> { ["Content-Type"] = BlobKeys.ContentType(key) };
        return new SignedUpload($"{Path}/{key}?size={most}&{query}", "PUT", headers);
    }

    public string SignDownload(string key, DateTimeOffset expiresAt, string? fileName = null)
    {
        var query = signatures.Query("GET", BlobKeys.Check(key), expiresAt, fileName ?? "");
        return fileName is null ? $"{Path}/{key}?{query}" : $"{Path}/{key}?name={Uri.EscapeDataString(fileName)}&{query}";
    }

    /// <summary>The file of a blob; null when there is none. A blob that is replaced or deleted meanwhile is read to its end.</summary>
    public FileStream? OpenRead(string key)
    {
        try
        {
            return new FileStream(PathOf(key), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A file to write a blob into; gone when disposed of before it is published.</summary>
    public Draft CreateDraft()
    {
        var drafts = System.IO.Path.Combine(folder, DraftFolder);
        LocalFolder.Create(drafts);
        if (Interlocked.Increment(ref _draftsMade) == 1)
            DeleteLeftovers(drafts);
        return new Draft(this, System.IO.Path.Combine(drafts, Guid.NewGuid().ToString("N")));
    }

    /// <summary>What a process that was killed had begun to write.</summary>
    private static void DeleteLeftovers(string drafts)
    {
        foreach (var draft in new DirectoryInfo(drafts).EnumerateFiles())
        {
            if (DateTime.UtcNow - draft.LastWriteTimeUtc > DraftTime)
                draft.Delete();
        }
    }

    /// <summary>Only a text of a key's form becomes a path.</summary>
    private string PathOf(string key) => System.IO.Path.Combine(folder, BlobKeys.Check(key));

    /// <summary>A blob that is being written.</summary>
    public sealed class Draft : IAsyncDisposable
    {
        private readonly LocalBlobStore _store;

        internal Draft(LocalBlobStore store, string path)
        {
            _store = store;
            File = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, FileOptions.Asynchronous);
        }

        public FileStream File { get; }

        /// <summary>Puts it in the blob's place, safe from a power failure.</summary>
        public async Task Publish(string key, CancellationToken cancellation)
        {
            await File.FlushAsync(cancellation);
            File.Flush(flushToDisk: true);
            await File.DisposeAsync();
            var path = _store.PathOf(key);
            LocalFolder.Create(System.IO.Path.GetDirectoryName(path)!);
            System.IO.File.Move(File.Name, path, overwrite: true);
        }

        public async ValueTask DisposeAsync()
        {
            await File.DisposeAsync();
            System.IO.File.Delete(File.Name);
        }
    }
}
