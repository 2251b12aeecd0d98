using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace OrleansChat.Blobs.Azure;

/// <summary>
/// Azure Blob Storage; links are service SAS, signed with the account's key. A SAS fixes neither the type nor the size of what is
/// uploaded: the image's check does, and what is shown is written by the server.
/// </summary>
internal sealed class AzureBlobStore : IBlobStore
{
    private readonly BlobContainerClient _container;
    private readonly string? _publicEndpoint;
    private Task? _creation;

    /// <exception cref="InvalidOperationException">The connection string is none, or lacks the account's key.</exception>
    public AzureBlobStore(BlobOptions.AzureOptions options)
    {
        const string key = $"{BlobOptions.Section}:Azure:ConnectionString";
        try
        {
            _container = new BlobContainerClient(options.ConnectionString, options.Container);
        }
        catch (FormatException exception)
        {
            throw new InvalidOperationException($"{key} is no connection string of a storage account: {exception.Message}", exception);
        }
        if (!_container.CanGenerateSasUri)
            throw new InvalidOperationException($"{key} has no AccountKey. Without it links cannot be signed.");
        _publicEndpoint = options.PublicEndpoint?.TrimEnd('/');
    }

    /// <summary>The container is made by the first use that comes through.</summary>
    public async Task Prepare()
    {
        if (_creation is null or { IsFaulted: true } or { IsCanceled: true })
            _creation = _container.CreateIfNotExistsAsync();
        await _creation;
    }

    public async Task Write(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        var headers = new BlobHttpHeaders { ContentType = BlobKeys.ContentType(key) };
        await (await Blob(key)).UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { HttpHeaders = headers }, cancellation);
    }

    public async Task<long?> FindSize(string key, CancellationToken cancellation = default)
    {
        try
        {
            return (await (await Blob(key)).GetPropertiesAsync(cancellationToken: cancellation)).Value.ContentLength;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    public async Task<byte[]?> Read(string key, int maxBytes, CancellationToken cancellation = default)
    {
        try
        {
            var download = (await (await Blob(key)).DownloadStreamingAsync(cancellationToken: cancellation)).Value;
            await using var content = download.Content;
            if (download.Details.ContentLength > maxBytes)
                return null;
            var bytes = new byte[download.Details.ContentLength];
            await content.ReadExactlyAsync(bytes, cancellation);
            return bytes;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    public async Task Delete(string key, CancellationToken cancellation = default) =>
        await (await Blob(key)).DeleteIfExistsAsync(cancellationToken: cancellation);

    public SignedUpload SignUpload(string key, long size, DateTimeOffset expiresAt)
    {
        var sas = Sas(key, expiresAt, BlobSasPermissions.Create | BlobSasPermissions.Write);
        var headers = new Dictionary<string, string>
        {
            ["Content-Type"] = BlobKeys.ContentType(key),
            ["x-ms-blob-type"] = "BlockBlob",
        };
        return new SignedUpload(Sign(key, sas), "PUT", headers);
    }

    public string SignDownload(string key, DateTimeOffset expiresAt, string? fileName = null)
    {
        var sas = Sas(key, expiresAt, BlobSasPermissions.Read);
        sas.ContentType = BlobKeys.ContentType(key);
        sas.ContentDisposition = Disposition.Inline(key, fileName);
        return Sign(key, sas);
    }

    private BlobSasBuilder Sas(string key, DateTimeOffset expiresAt, BlobSasPermissions permissions) =>
        new(permissions, expiresAt) { BlobContainerName = _container.Name, BlobName = BlobKeys.Check(key), Resource = "b" };

    private string Sign(string key, BlobSasBuilder sas)
    {
        var link = _container.GetBlobClient(key).GenerateSasUri(sas).AbsoluteUri;
        if (_publicEndpoint is null)
            return link;
        var account = _container.GetParentBlobServiceClient().Uri.AbsoluteUri.TrimEnd('/');
        return _publicEndpoint + link[account.Length..];
    }

    private async Task<BlobClient> Blob(string key)
    {
        await Prepare();
        return _container.GetBlobClient(BlobKeys.Check(key));
    }
}
