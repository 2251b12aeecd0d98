using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansChat.Accounts;
using OrleansChat.WebFrontend.Images;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>The folder, served by a front-end.</summary>
public sealed class LocalBlobStoreTests(LocalBlobStoreTests.Serving serving) : BlobStoreContract, IClassFixture<LocalBlobStoreTests.Serving>
{
    internal override IBlobStore Store => serving.Store;

    private protected override Uri? Server => serving.Address;

    [Fact]
    public async Task An_answer_cannot_be_taken_for_a_page()
    {
        var key = BlobKeys.Image(Ids.NewImage(), "image/png");
        await Store.Write(key, Encoding.UTF8.GetBytes("<script>alert(1)</script>"));
        var answer = await Download(Store.SignDownload(key, Soon, "a.html"));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.True(answer.Headers.CacheControl is { Private: true, NoStore: false } cache && cache.MaxAge <= TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_part_can_be_read()
    {
        var key = BlobKeys.Image(Ids.NewImage(), "image/png");
        await Store.Write(key, new byte[] { 0, 1, 2, 3, 4 });
        using var http = new HttpClient { BaseAddress = serving.Address };
        var request = new HttpRequestMessage(HttpMethod.Get, Store.SignDownload(key, Soon)) { Headers = { Range = new(1, 2) } };
        var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal([1, 2], await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Too_much_is_refused_while_it_arrives_and_leaves_nothing()
    {
        var key = BlobKeys.Upload(Ids.NewImage(), "image/png");
        var upload = Store.SignUpload(key, 100_000, Soon);
        using var http = new HttpClient { BaseAddress = serving.Address };
        using var endless = new StreamContent(new EndlessStream()) { Headers = { ContentType = new("image/png") } };
        var request = new HttpRequestMessage(HttpMethod.Put, upload.Url) { Content = endless, Headers = { TransferEncodingChunked = true } };
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.SendAsync(request)).StatusCode);
        }
        catch (HttpRequestException)
        {
            // The server hung up while the client was still writing.
        }
        Assert.Null(await Store.FindSize(key));
        Assert.Empty(Directory.GetFiles(Path.Combine(serving.Folder, "drafts")));
    }

    [Fact]
    public async Task What_a_killed_process_had_begun_is_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("orleanschat-blobs-");
        var drafts = folder.CreateSubdirectory("drafts").FullName;
        var (old, recent) = (Path.Combine(drafts, "old"), Path.Combine(drafts, "recent"));
        await File.WriteAllTextAsync(recent, "x");
        await File.WriteAllTextAsync(old, "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        var key = BlobKeys.Image(Ids.NewImage(), "image/png");
        await Make(folder.FullName, new ChatKeys(new byte[32], new byte[32])).Write(key, new byte[1]);
        Assert.Equal([recent], Directory.GetFiles(drafts));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Another_installation_has_other_links()
    {
        var key = BlobKeys.Image(Ids.NewImage(), "image/png");
        await Store.Write(key, new byte[3]);
        var other = Make(serving.Folder, new ChatKeys(new byte[32], new byte[32]));
        Assert.Equal(HttpStatusCode.Forbidden, (await Download(other.SignDownload(key, Soon))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Download(Store.SignDownload(key, Soon))).StatusCode);
    }

    private static IBlobStore Make(string folder, ChatKeys keys) => new ServiceCollection()
        .AddBlobs(new BlobOptions { Folder = folder }, keys)
        .BuildServiceProvider().GetRequiredService<IBlobStore>();

    public sealed class Serving : IAsyncLifetime
    {
        private static readonly ChatKeys Keys = new([.. Enumerable.Repeat((byte)7, 32)], new byte[32]);

        private WebApplication? _app;

        internal string Folder { get; } = Directory.CreateTempSubdirectory("orleanschat-blobs-").FullName;

        internal IBlobStore Store => _app!.Services.GetRequiredService<IBlobStore>();

        internal Uri Address => new(_app!.Urls.Single());

        public async Task InitializeAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
            builder.Services.AddBlobs(new BlobOptions { Folder = Folder }, Keys);
            _app = builder.Build();
            _app.MapBlobs();
            await _app.StartAsync();
        }

        public async Task DisposeAsync()
        {
            await _app!.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => count;
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
