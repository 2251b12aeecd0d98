using OrleansChat.Conversations;
using OrleansChat.Users;

namespace OrleansChat.TestKit;

/// <summary>Images and avatars.</summary>
public sealed partial class ChatUser
{
    public Task<ImageUpload> AskForImage(string contentType, long size, string? fileName = null, object? thumbnail = null) =>
        Call<ImageUpload>(HttpMethod.Post, "images", new { contentType, size, fileName, thumbnail });

    /// <summary>Sends the bytes with the signed request, as a client does: without a token.</summary>
    public async Task<HttpResponseMessage> Upload(string url, string method, IReadOnlyDictionary<string, string> headers, byte[] bytes)
    {
        using var http = new HttpClient();
        var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new ByteArrayContent(bytes) };
        foreach (var (name, value) in headers)
            request.Content.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }

    public Task<Image> CompleteImage(string imageId) => Call<Image>(HttpMethod.Post, $"images/{imageId}/complete");

    /// <summary>Asks, uploads and completes.</summary>
    public async Task<Image> AddImage(string contentType, byte[] bytes, string? fileName = null)
    {
        var upload = await AskForImage(contentType, bytes.Length, fileName);
        (await Upload(upload.UploadUrl, upload.Method, upload.Headers, bytes)).EnsureSuccessStatusCode();
        return await CompleteImage(upload.ImageId);
    }

    /// <summary>The bytes behind a link of an answer, or the status when there are none.</summary>
    public async Task<HttpResponseMessage> Fetch(string link)
    {
        using var http = new HttpClient();
        return await http.GetAsync(new Uri(_http.BaseAddress!, link));
    }

    /// <summary>What the image's address redirects to; the client's own handler follows it.</summary>
    public Task<HttpResponseMessage> OpenImage(string imageId) => Request(HttpMethod.Get, $"images/{imageId}", (HttpContent?)null);

    public Task<Ack> SendImage(string conversationId, string imageId, string content = "", Guid? clientMessageId = null) =>
        Call<Ack>(HttpMethod.Post, $"conversations/{conversationId}/messages",
            new { clientMessageId = clientMessageId ?? Guid.NewGuid(), content, type = "image", imageId });

    public Task<User> SetAvatar(string imageId) => Call<User>(HttpMethod.Put, "users/me/avatar", new { imageId });

    public Task<User> RemoveAvatar() => Call<User>(HttpMethod.Delete, "users/me/avatar");
}

/// <summary>Where to upload an image to.</summary>
public sealed record ImageUpload(
    string ImageId,
    string UploadUrl,
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    DateTimeOffset ExpiresAt,
    ThumbnailUpload? Thumbnail);

public sealed record ThumbnailUpload(string UploadUrl, string Method, IReadOnlyDictionary<string, string> Headers);
