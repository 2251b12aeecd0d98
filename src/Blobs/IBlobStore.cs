namespace OrleansChat.Blobs;

/// <summary>
/// Where the bytes of images are. Clients read and write it directly, with signed links; the server sees an image's bytes once,
/// when it checks them. Keys are those of <see cref="BlobKeys"/>; each names its content type.
/// </summary>
public interface IBlobStore
{
    /// <summary>Makes what a client's first upload needs; costs nothing after the first time. Links can be signed without it.</summary>
    Task Prepare();

    /// <summary>Writes a blob, whole or not at all; one that is there is replaced.</summary>
    Task Write(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>Bytes; null when there is no such blob.</summary>
    Task<long?> FindSize(string key, CancellationToken cancellation = default);

    /// <summary>The content; null when there is no such blob or it is longer than <paramref name="maxBytes"/>.</summary>
    Task<byte[]?> Read(string key, int maxBytes, CancellationToken cancellation = default);

    /// <summary>Deletes a blob; one that is not there is fine.</summary>
    Task Delete(string key, CancellationToken cancellation = default);

    /// <summary>A request that a client can make, until it expires, to write the blob.</summary>
    /// <param name="size">Bytes. The local folder refuses more and S3 any other size; Azure cannot, so look before you read.</param>
    SignedUpload SignUpload(string key, long size, DateTimeOffset expiresAt);

    /// <summary>A link to read the blob until it expires. The answer carries the key's content type.</summary>
    /// <param name="fileName">The name under which browsers save it; null for the key's own.</param>
    string SignDownload(string key, DateTimeOffset expiresAt, string? fileName = null);
}

/// <summary>A request that a client makes, as it is, with the bytes as its body.</summary>
public sealed record SignedUpload(string Url, string Method, IReadOnlyDictionary<string, string> Headers);
