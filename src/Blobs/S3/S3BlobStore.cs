using System.Collections.Concurrent;
using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansChat.Blobs.S3;

/// <summary>
/// Amazon S3, or any service that speaks its protocol (Google Cloud Storage, MinIO, …). Links are presigned requests; those to
/// upload fix content type and size.
/// </summary>
internal sealed class S3BlobStore : IBlobStore, IDisposable
{
    private const int MaxLinks = 10_000;

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly Protocol _protocol;
    private readonly TimeProvider _clock;

    /// <summary>A presigned link holds the time of its making: those to read are kept, so that they stay the same.</summary>
    private readonly ConcurrentDictionary<(string, DateTimeOffset, string?), string> _links = new();

    public S3BlobStore(BlobOptions.S3Options options, TimeProvider clock)
    {
        var config = new AmazonS3Config
        {
            // Buckets as part of the host would need a certificate and a name for each.
            ForcePathStyle = true,
            // Services other than Amazon's do not know the newer checksums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.ServiceUrl is { } url)
            (config.ServiceURL, config.AuthenticationRegion) = (url, options.Region ?? "us-east-1");
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
        _bucket = options.Bucket!;
        _protocol = options.ServiceUrl?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true ? Protocol.HTTP : Protocol.HTTPS;
        _clock = clock;
    }

    /// <summary>The bucket is made by whoever pays for it.</summary>
    public Task Prepare() => Task.CompletedTask;

    public async Task Write(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        await _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = _bucket,
            Key = BlobKeys.Check(key),
            ContentType = BlobKeys.ContentType(key),
            InputStream = stream,
            UseChunkEncoding = false,
        }, cancellation);
    }

    public async Task<long?> FindSize(string key, CancellationToken cancellation = default)
    {
        try
        {
            return (await _client.GetObjectMetadataAsync(_bucket, BlobKeys.Check(key), cancellation)).ContentLength;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<byte[]?> Read(string key, int maxBytes, CancellationToken cancellation = default)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(_bucket, BlobKeys.Check(key), cancellation);
            if (answer.ContentLength > maxBytes)
                return null;
            var bytes = new byte[answer.ContentLength];
            await answer.ResponseStream.ReadExactlyAsync(bytes, cancellation);
            return bytes;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task Delete(string key, CancellationToken cancellation = default) =>
        _client.DeleteObjectAsync(_bucket, BlobKeys.Check(key), cancellation);

    public SignedUpload SignUpload(string key, long size, DateTimeOffset expiresAt)
    {
        var request = Request(HttpVerb.PUT, key, expiresAt);
        request.ContentType = BlobKeys.ContentType(key);
        request.Headers.ContentLength = size;
        var headers = new Dictionary<string, string> { ["Content-Type"] = request.ContentType };
        return new SignedUpload(_client.GetPreSignedURL(request), "PUT", headers);
    }

    public string SignDownload(string key, DateTimeOffset expiresAt, string? fileName = null)
    {
        if (_links.TryGetValue((key, expiresAt, fileName), out var known))
            return known;
        var request = Request(HttpVerb.GET, key, expiresAt);
        request.ResponseHeaderOverrides.ContentType = BlobKeys.ContentType(key);
        request.ResponseHeaderOverrides.ContentDisposition = Disposition.Inline(key, fileName);
        var link = _client.GetPreSignedURL(request);
        if (_links.Count >= MaxLinks)
            _links.Clear();
        return _links.GetOrAdd((key, expiresAt, fileName), link);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Presigned requests count from the machine's clock, so a test's clock must not be far from it.</summary>
    private GetPreSignedUrlRequest Request(HttpVerb verb, string key, DateTimeOffset expiresAt) => new()
    {
        BucketName = _bucket,
        Key = BlobKeys.Check(key),
        Verb = verb,
        Protocol = _protocol,
        Expires = (DateTimeOffset.UtcNow + (expiresAt - _clock.GetUtcNow())).UtcDateTime,
    };
}
