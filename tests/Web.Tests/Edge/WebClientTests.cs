using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace OrleansChat.Web.Tests.Edge;

/// <summary>The built browser client comes in the form the browser takes best, and is kept for just as long as it is right.</summary>
public sealed class WebClientTests : IAsyncLifetime
{
    private const string Script = "assets/app-Ab12.js";
    private static readonly string Code = string.Concat(Enumerable.Repeat("console.log('hello');\n", 200));

    private readonly string _webRoot = Directory.CreateTempSubdirectory("orleanschat-web-").FullName;
    private readonly ServerFixture _server;
    private HttpClient _http = null!;

    public WebClientTests()
    {
        Directory.CreateDirectory(Path.Combine(_webRoot, "assets"));
        Write("index.html", "<!doctype html>", "br", "gzip");
        Write("sw.js", "self.onfetch = null;");
        Write("manifest.webmanifest", "{}", "br");
        Write(Script, Code, "br", "gzip");
        Write("assets/zipped-Cd34.css", "a{}", "gzip");
        Write("assets/plain-Ef56.svg", "<svg/>");
        _server = new() { Settings = ["--Chat:WebRoot", _webRoot] };
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("BR", "br")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("gzip;q=0, br;q=0", null)]
    [InlineData("*;q=0", null)]
    [InlineData("identity", null)]
    [InlineData("identity, br;q=0.5", null)]
    [InlineData("identity;q=0, gzip;q=0.1", "gzip")]
    [InlineData("zstd", null)]
    [InlineData("", null)]
    [InlineData("br;q=nonsense", null)]
    public async Task Takes_the_form_the_client_likes_best(string accepted, string? expected)
    {
        using var answer = await Get(Script, accepted);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
        Assert.Equal(Code, await Text(answer));
    }

    [Theory]
    [InlineData("", "text/html", "br")]
    [InlineData("index.html", "text/html", "br")]
    [InlineData("sw.js", "text/javascript", null)]
    [InlineData("manifest.webmanifest", "application/manifest+json", "br")]
    [InlineData("assets/zipped-Cd34.css", "text/css", "gzip")]
    [InlineData("assets/plain-Ef56.svg", "image/svg+xml", null)]
    public async Task Every_file_has_its_type_in_whatever_form(string path, string type, string? coding)
    {
        using var answer = await Get(path, "gzip, br");
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(coding is not null, answer.Headers.Vary.Contains("Accept-Encoding"));
    }

    [Theory]
    [InlineData(Script, "public, max-age=31536000, immutable")]
    [InlineData("", "no-cache")]
    [InlineData("sw.js", "no-cache")]
    [InlineData("manifest.webmanifest", "no-cache")]
    public async Task What_can_change_is_asked_about_each_time(string path, string expected)
    {
        foreach (var accepted in new[] { "br", "gzip", "" })
        {
            using var answer = await Get(path, accepted);
            Assert.Equal(expected, Assert.Single(answer.Headers.GetValues("Cache-Control")));
        }
    }

    [Fact]
    public async Task Each_form_has_an_ETag_of_its_own_that_answers_nothing_new()
    {
        var tags = new HashSet<string>();
        foreach (var accepted in new[] { "br", "gzip", "identity" })
        {
            using var first = await Get(Script, accepted);
            var tag = first.Headers.ETag!;
            Assert.True(tags.Add(tag.Tag));
            Assert.NotNull(first.Content.Headers.LastModified);
            using var again = await Get(Script, accepted, request => request.Headers.IfNoneMatch.Add(tag));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal(tag, again.Headers.ETag);
            Assert.Equal("Accept-Encoding", Assert.Single(again.Headers.Vary));
        }
    }

    [Fact]
    public async Task HEAD_tells_what_GET_would_send()
    {
        using var whole = await Get(Script, "br");
        using var head = await Get(Script, "br", request => request.Method = HttpMethod.Head);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal("br", Assert.Single(head.Content.Headers.ContentEncoding));
        Assert.Equal(whole.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_range_is_one_of_the_plain_file()
    {
        using var answer = await Get(Script, "br", request => request.Headers.Range = new RangeHeaderValue(0, 9));
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal(Code[..10], await Text(answer));

        using var compressed = await Get(Script, "br");
        Assert.Empty(compressed.Headers.AcceptRanges);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("assets/old-Xy99.js")]
    [InlineData("c/somewhere")]
    [InlineData(Script + ".br")]
    [InlineData(Script + ".gz")]
    public async Task What_is_no_file_is_not_there(string path)
    {
        using var answer = await Get(path, "br");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(_server.BaseUrl) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_webRoot, recursive: true);
    }

    private async Task<HttpResponseMessage> Get(string path, string accepted, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepted != "")
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        change?.Invoke(request);
        return await _http.SendAsync(request);
    }

    private static async Task<string> Text(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        await using var plain = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => (Stream)new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
            _ => new MemoryStream(bytes),
        };
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync();
    }

    private void Write(string name, string text, params string[] codings)
    {
        var path = Path.Combine(_webRoot, name);
        File.WriteAllText(path, text);
        foreach (var coding in codings)
        {
            using var file = File.Create(path + (coding == "br" ? ".br" : ".gz"));
            using Stream packed = coding == "br" ? new BrotliStream(file, CompressionLevel.Optimal) : new GZipStream(file, CompressionLevel.Optimal);
            packed.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
