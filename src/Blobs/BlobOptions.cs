using Microsoft.Extensions.Configuration;

namespace OrleansChat.Blobs;

/// <summary>Which blob store, from the configuration's section <c>Chat:Blobs</c>; the same on all nodes.</summary>
public sealed class BlobOptions
{
    public const string Section = "Chat:Blobs";

    /// <summary><c>local</c>, <c>azure</c> or <c>s3</c>.</summary>
    public string Kind { get; set; } = "local";

    /// <summary>Of <c>local</c>: shared by all silos and front-ends. By default <c>blobs</c> in the data folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Takes the place of scheme and host in links to read. The CDN must pass path and query on, and the store's own host.</summary>
    public string? CdnBaseUrl { get; set; }

    public AzureOptions Azure { get; set; } = new();

    public S3Options S3 { get; set; } = new();

    public sealed class AzureOptions
    {
        /// <summary>With the account's key, which signs the links.</summary>
        public string? ConnectionString { get; set; }

        public string? Container { get; set; }

        /// <summary>
        /// The account's address as browsers reach it, where silos and front-ends use another (a private endpoint, an emulator
        /// among containers): links carry this one. A link's signature does not hold the host.
        /// </summary>
        public string? PublicEndpoint { get; set; }
    }

    public sealed class S3Options
    {
        /// <summary>Of the service when it is not Amazon's, such as <c>https://storage.googleapis.com</c>.</summary>
        public string? ServiceUrl { get; set; }

        public string? Region { get; set; }

        public string? Bucket { get; set; }

        public string? AccessKey { get; set; }

        public string? SecretKey { get; set; }
    }

    /// <exception cref="InvalidOperationException">Something is missing or wrong; the message names the key.</exception>
    public static BlobOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<BlobOptions>() ?? new BlobOptions();
        options.Validate();
        return options;
    }

    internal void Validate()
    {
        switch (Kind)
        {
            case "local":
                break;
            case "azure":
                Require(Azure.ConnectionString, "Azure:ConnectionString", "the storage account's connection string, with its key");
                Require(Azure.Container, "Azure:Container", "the name of a container");
                RequireUrl(Azure.PublicEndpoint, "Azure:PublicEndpoint");
                break;
            case "s3":
                Require(S3.Bucket, "S3:Bucket", "the name of a bucket");
                Require(S3.AccessKey, "S3:AccessKey", "an access key that may read, write and delete in the bucket");
                Require(S3.SecretKey, "S3:SecretKey", "the secret of the access key");
                Require(S3.ServiceUrl ?? S3.Region, "S3:Region", "a region such as eu-central-1, or S3:ServiceUrl");
                RequireUrl(S3.ServiceUrl, "S3:ServiceUrl");
                break;
            default:
                throw new InvalidOperationException($"{Section}:Kind is \"{Kind}\". Give local, azure or s3.");
        }
        RequireUrl(CdnBaseUrl, "CdnBaseUrl");
    }

    private static void Require(string? value, string key, string what)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new InvalidOperationException($"{Section}:{key} is not set. Give {what}.");
    }

    private static void RequireUrl(string? value, string key)
    {
        if (value is not null && !(Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw new InvalidOperationException($"{Section}:{key} is \"{value}\". Give an address such as https://files.example.org");
    }
}
