using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrleansChat.Accounts;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>Wrong settings stop the start, with a text that names the key.</summary>
public sealed class BlobOptionsTests
{
    private static readonly ChatKeys Keys = new(new byte[32], new byte[32]);

    [Theory]
    [InlineData("Chat:Blobs:Kind", "Kind=ftp")]
    [InlineData("Chat:Blobs:Azure:ConnectionString", "Kind=azure")]
    [InlineData("Chat:Blobs:Azure:Container", "Kind=azure", "Azure:ConnectionString=x")]
    [InlineData("Chat:Blobs:Azure:PublicEndpoint", "Kind=azure", "Azure:ConnectionString=x", "Azure:Container=c", "Azure:PublicEndpoint=here")]
    [InlineData("Chat:Blobs:S3:Bucket", "Kind=s3")]
    [InlineData("Chat:Blobs:S3:AccessKey", "Kind=s3", "S3:Bucket=b")]
    [InlineData("Chat:Blobs:S3:SecretKey", "Kind=s3", "S3:Bucket=b", "S3:AccessKey=a")]
    [InlineData("Chat:Blobs:S3:Region", "Kind=s3", "S3:Bucket=b", "S3:AccessKey=a", "S3:SecretKey=s")]
    [InlineData("Chat:Blobs:S3:ServiceUrl", "Kind=s3", "S3:Bucket=b", "S3:AccessKey=a", "S3:SecretKey=s", "S3:ServiceUrl=here")]
    [InlineData("Chat:Blobs:CdnBaseUrl", "CdnBaseUrl=cdn")]
    public void Are_named(string key, params string[] settings)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Links(settings));
        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kind=azure", "Azure:Container=c", "Azure:ConnectionString=nonsense")]
    [InlineData("Kind=azure", "Azure:Container=c", "Azure:ConnectionString=BlobEndpoint=https://a.example.org;SharedAccessSignature=s")]
    public void A_connection_string_that_cannot_sign_is_named(params string[] settings)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Links(settings).ToRead(BlobKeys.Image(Ids.NewImage(), "image/png")));
        Assert.Contains("Chat:Blobs:Azure:ConnectionString", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cdn_takes_the_place_of_the_host()
    {
        var key = BlobKeys.Image(Ids.NewImage(), "image/webp");
        var local = Links("Folder=/tmp/none").ToRead(key);
        Assert.StartsWith($"/blobs/{key}?", local, StringComparison.Ordinal);
        Assert.Equal($"https://cdn.example.org/chat{local}", Links("Folder=/tmp/none", "CdnBaseUrl=https://cdn.example.org/chat/").ToRead(key));
        var s3 = Links("Kind=s3", "S3:Bucket=b", "S3:AccessKey=a", "S3:SecretKey=s", "S3:Region=eu-central-1", "CdnBaseUrl=https://cdn.example.org");
        Assert.StartsWith($"https://cdn.example.org/b/{key}?", s3.ToRead(key), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_data_folder_all_processes_with_the_same_keys_share_one()
    {
        string Folder(ChatKeys keys) => Local.LocalFolder.Default(null, keys);
        Assert.Equal(Folder(Keys), Folder(new ChatKeys(new byte[32], new byte[32])));
        Assert.NotEqual(Folder(Keys), Folder(new ChatKeys([.. Enumerable.Repeat((byte)1, 32)], new byte[32])));
    }

    private static BlobLinks Links(params string[] settings)
    {
        var values = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => $"Chat:Blobs:{pair[0]}", string? (pair) => pair[1]);
        return new ServiceCollection()
            .AddBlobs(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), Keys)
            .BuildServiceProvider().GetRequiredService<BlobLinks>();
    }
}
