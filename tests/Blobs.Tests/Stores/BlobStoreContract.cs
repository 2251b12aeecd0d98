using System.Net.Http.Headers;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>What every store must do; its real server is used with the signed links through plain HTTP, as a client does.</summary>
public abstract class BlobStoreContract
{
    private static readonly HttpClient Http = new();

    private readonly string _id = Ids.NewImage();

    internal abstract IBlobStore Store { get; }

    /// <summary>Links that are paths are of this server.</summary>
    private protected virtual Uri? Server => null;

    /// <summary>Whether a link fixes the content type and size of what is uploaded.</summary>
    private protected virtual bool BindsUploads => true;

    private string Key => BlobKeys.Upload(_id, "image/png");

    [Fact]
    public async Task What_is_written_is_read_and_what_is_deleted_is_gone()
    {
        byte[] content = [1, 2, 3];
        Assert.Null(await Store.FindSize(Key));
        Assert.Null(await Store.Read(Key, 100));
        await Store.Delete(Key);
        await Store.Write(Key, new byte[7]);
        await Store.Write(Key, content);
        Assert.Equal(3, await Store.FindSize(Key));
        Assert.Equal(content, await Store.Read(Key, 3));
        Assert.Null(await Store.Read(Key, 2));
        await Store.Delete(Key);
        Assert.Null(await Store.FindSize(Key));
        Assert.Null(await Store.Read(Key, 100));
    }

    [Fact]
    public async Task An_upload_is_read_back_with_the_type_of_its_key()
    {
        var content = new byte[1_000_000];
        Random.Shared.NextBytes(content);
        await Store.Prepare();
        await Upload(Store.SignUpload(Key, content.Length, Soon), content).MustBe(success: true);
        Assert.Equal(content, await Store.Read(Key, content.Length));

        var answer = await Download(Store.SignDownload(Key, Soon));
        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal("inline", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        var named = await Download(Store.SignDownload(Key, Soon, "café \"à\r\nla\" 写真.png"));
        Assert.Equal("café \"à\r\nla\" 写真.png", named.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
    }

    [Fact]
    public async Task A_link_is_good_for_one_key_one_method_and_one_signature()
    {
        await Store.Write(Key, new byte[10]);
        var upload = Store.SignUpload(Key, 10, Soon);
        var download = Store.SignDownload(Key, Soon);
        var other = BlobKeys.Image(_id, "image/png");
        Assert.NotEqual(Key, other);
        await Upload(upload with { Url = upload.Url.Replace(Key, other, StringComparison.Ordinal) }, new byte[10]).MustBe(success: false);
        await Upload(upload with { Url = Forge(upload.Url) }, new byte[10]).MustBe(success: false);
        await Upload(upload with { Url = upload.Url[..upload.Url.IndexOf('?', StringComparison.Ordinal)] }, new byte[10]).MustBe(success: false);
        await Upload(upload with { Url = download }, new byte[10]).MustBe(success: false);
        Assert.Null(await Store.FindSize(other));

        foreach (var link in new[]
        {
            download.Replace(Key, other, StringComparison.Ordinal),
            Forge(download),
            download[..download.IndexOf('?', StringComparison.Ordinal)],
            upload.Url,
        })
        {
            // How a store refuses is its own: for a forged link an emulator may well answer that it is at fault.
            Assert.False((await Download(link)).IsSuccessStatusCode, link);
        }
    }

    [Fact]
    public async Task A_link_expires()
    {
        await Store.Write(Key, new byte[10]);
        var upload = Store.SignUpload(Key, 10, DateTimeOffset.UtcNow.AddSeconds(2));
        var download = Store.SignDownload(Key, DateTimeOffset.UtcNow.AddSeconds(2));
        for (var started = DateTime.UtcNow; (await Download(download)).StatusCode == HttpStatusCode.OK; await Task.Delay(200))
            Assert.True(DateTime.UtcNow - started < TimeSpan.FromSeconds(30), "The link does not expire.");
        for (var started = DateTime.UtcNow; (await Upload(upload, new byte[10])).IsSuccessStatusCode; await Task.Delay(200))
            Assert.True(DateTime.UtcNow - started < TimeSpan.FromSeconds(30), "The link does not expire.");
        Assert.Equal(HttpStatusCode.Forbidden, (await Download(download)).StatusCode);
    }

    [Fact]
    public async Task An_upload_of_another_type_or_size_is_refused_where_the_store_can_tell()
    {
        await Store.Prepare();
        var upload = Store.SignUpload(Key, 10, Soon);
        var other = new Dictionary<string, string>(upload.Headers) { ["Content-Type"] = "text/html" };
        await Upload(upload with { Headers = other }, new byte[10]).MustBe(success: !BindsUploads);
        await Upload(upload, new byte[11]).MustBe(success: !BindsUploads);
        await Store.Delete(Key);
        await Upload(upload, new byte[10]).MustBe(success: true);
        // Whatever was claimed on the way in, on the way out it is of the key's type.
        Assert.Equal("image/png", (await Download(Store.SignDownload(Key, Soon))).Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("images/../images/i.00000000000000000000000000.png")]
    [InlineData("images/i.00000000000000000000000000.html")]
    [InlineData("images/i.00000000000000000000000000.png\n")]
    [InlineData("")]
    public async Task What_is_no_key_reaches_no_store(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Write(key, new byte[1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Read(key, 1));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.FindSize(key));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Delete(key));
        Assert.ThrowsAny<Exception>(() => Store.SignUpload(key, 1, Soon));
        Assert.ThrowsAny<Exception>(() => Store.SignDownload(key, Soon));
    }

    [Fact]
    public void A_link_to_read_stays_the_same_for_as_long_as_its_expiry()
    {
        var expiresAt = Soon;
        Assert.Equal(Store.SignDownload(Key, expiresAt), Store.SignDownload(Key, expiresAt));
    }

    private protected static DateTimeOffset Soon =>
        DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds());

    private protected Task<HttpResponseMessage> Download(string link) => Http.GetAsync(Absolute(link));

    private protected Task<HttpResponseMessage> Upload(SignedUpload upload, byte[] content)
    {
        var request = new HttpRequestMessage(new HttpMethod(upload.Method), Absolute(upload.Url)) { Content = new ByteArrayContent(content) };
        foreach (var (name, value) in upload.Headers)
        {
            if (name == "Content-Type")
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                request.Headers.Add(name, value);
        }
        return Http.SendAsync(request);
    }

    private Uri Absolute(string link) => Server is null ? new Uri(link) : new Uri(Server, link);

    /// <summary>The signature is the last parameter, or its name tells where it is.</summary>
    private static string Forge(string link)
    {
        var name = new[] { "signature=", "sig=", "X-Amz-Signature=" }.First(name => link.Contains(name, StringComparison.Ordinal));
        var at = link.IndexOf(name, StringComparison.Ordinal) + name.Length + 3;
        return string.Concat(link.AsSpan(0, at), link[at] == 'a' ? "b" : "a", link.AsSpan(at + 1));
    }
}

internal static class Answers
{
    public static async Task MustBe(this Task<HttpResponseMessage> call, bool success)
    {
        var answer = await call;
        Assert.True(answer.IsSuccessStatusCode == success,
            $"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
