using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Blobs;
using OrleansChat.Conversations;
using OrleansChat.Images;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Images;

/// <summary>Images: ask, upload straight to the blob store, complete; then messages and profiles may show them.</summary>
internal static class ImageEndpoints
{
    public static IServiceCollection AddImages(this IServiceCollection services, IConfiguration configuration) =>
        services.AddBlobs(configuration, Accounts.ChatKeys.Read(key => configuration[key]));

    public static void MapImages(this IEndpointRouteBuilder api)
    {
        var images = api.MapGroup("/images").WithTags("images");
        images.MapPost("/", Ask).WithLimit(Limit.ImageUploads);
        images.MapPost("/{id}/complete", Complete).WithLimit(Limit.ImageUploads);
        images.MapGet("/{id}", Get).Produces(StatusCodes.Status302Found);
    }

    private static async Task<Results<Ok<ImageUpload>, Problem>> Ask(
        ImageRequest request, HttpContext context, IGrainFactory grains, IBlobStore blobs, TimeProvider clock)
    {
        var image = request.Parse();
        if (image.Error is { } invalid)
            return new Problem(invalid);
        var (id, asked) = (Ids.NewImage(), image.Required);
        var outcome = await grains.GetGrain<IImageGrain>(id).Ask(context.User.UserId(), asked);
        if (outcome.Error is { } error)
            return new Problem(error);

        await blobs.Prepare();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((clock.GetUtcNow() + ImageRules.UploadTime).ToUnixTimeSeconds());
        var upload = Absolute(blobs.SignUpload(BlobKeys.Upload(id, asked.ContentType), asked.Size, expiresAt), context.Request);
        var thumbnail = asked.ThumbnailType is { } type
            ? Absolute(blobs.SignUpload(BlobKeys.ThumbnailUpload(id, type), asked.ThumbnailSize, expiresAt), context.Request)
            : null;
        return TypedResults.Ok(new ImageUpload(
            id, upload.Url, upload.Method, upload.Headers, expiresAt,
            thumbnail is null ? null : new ThumbnailUpload(thumbnail.Url, thumbnail.Method, thumbnail.Headers)));
    }

    private static async Task<Results<Ok<Image>, Problem>> Complete(string id, HttpContext context, IGrainFactory grains) =>
        Ids.IsImage(id)
            ? (await grains.GetGrain<IImageGrain>(id).Complete(context.User.UserId())).ToOk()
            : new Problem(Error.NotFound);

    private static async Task<Results<RedirectHttpResult, Problem>> Get(
        string id, HttpContext context, IGrainFactory grains, BlobLinks links)
    {
        var found = Ids.IsImage(id) ? await grains.GetGrain<IImageGrain>(id).Find(context.User.UserId()) : Error.NotFound;
        return found.Error is { } error
            ? new Problem(error)
            : TypedResults.Redirect(links.ToRead(found.Required.Image.Url, found.Required.FileName));
    }

    /// <summary>The local store's links are paths; a link to upload is for the very client that asks, so it can name the host.</summary>
    private static SignedUpload Absolute(SignedUpload upload, HttpRequest request) =>
        upload.Url.StartsWith('/') ? upload with { Url = $"{request.Scheme}://{request.Host}{upload.Url}" } : upload;

    /// <param name="Size">Bytes; nullable, so that a missing one is named.</param>
    /// <param name="FileName">A label; whatever it is, it is no reason to refuse.</param>
    /// <param name="Thumbnail">When the client has made a small version to be uploaded too.</param>
    private sealed record ImageRequest(string? ContentType, long? Size, System.Text.Json.JsonElement? FileName, ThumbnailRequest? Thumbnail)
    {
        public Outcome<NewImage> Parse()
        {
            if (ContentType is null || !BlobKeys.Accepted.Contains(ContentType))
                return new Error(ErrorCode.UnsupportedMediaType, $"Name one of the content types {string.Join(", ", BlobKeys.Accepted)}.");
            if (CheckSize(Size, ImageRules.MaxBytes, "size") is { } error)
                return error;
            if (Thumbnail is { } thumbnail)
            {
                if (thumbnail.ContentType is null || !ImageRules.ThumbnailTypes.Contains(thumbnail.ContentType))
                    return new Error(ErrorCode.UnsupportedMediaType,
                        $"A thumbnail has one of the content types {string.Join(", ", ImageRules.ThumbnailTypes)}.");
                if (CheckSize(thumbnail.Size, ImageRules.MaxThumbnailBytes, "thumbnail.size") is { } wrong)
                    return wrong;
            }
            var label = FileName is { ValueKind: System.Text.Json.JsonValueKind.String } name ? ReadLabel(name) : null;
            return new NewImage(
                ContentType, Size!.Value, ImageRules.FileName(label), Thumbnail?.ContentType, (int)(Thumbnail?.Size ?? 0));
        }

        private static Error? CheckSize(long? size, int most, string field) => size switch
        {
            null or <= 0 => Error.Invalid(field, "Give the size in bytes."),
            _ when size > most => new Error(ErrorCode.TooLarge, $"At most {most / 1024} KB. Make the image smaller."),
            _ => null,
        };

        private static string? ReadLabel(System.Text.Json.JsonElement name)
        {
            try
            {
                return name.GetString();
            }
            catch (InvalidOperationException)
            {
                return null; // a lone surrogate
            }
        }
    }

    private sealed record ThumbnailRequest(string? ContentType, long? Size);

    /// <param name="Headers">To be sent with the bytes, as they are.</param>
    /// <param name="Thumbnail">Where to upload the thumbnail, if one was asked for; it may be left out.</param>
    private sealed record ImageUpload(
        string ImageId,
        string UploadUrl,
        string Method,
        IReadOnlyDictionary<string, string> Headers,
        DateTimeOffset ExpiresAt,
        ThumbnailUpload? Thumbnail);

    private sealed record ThumbnailUpload(string UploadUrl, string Method, IReadOnlyDictionary<string, string> Headers);
}
