using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using OrleansChat.Blobs;
using OrleansChat.Blobs.Local;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Images;

/// <summary>The local blob store over HTTP: for whoever has a signed link, without any other sign-in.</summary>
internal static class BlobEndpoints
{
    private static readonly Error BadLink = Error.Forbidden("This link is not valid, or has expired. Ask for a new one.");

    /// <summary>Only where blobs are in a local folder; other stores have addresses of their own.</summary>
    public static void MapBlobs(this WebApplication app)
    {
        if (app.Services.GetRequiredService<BlobLinks>().Local is null)
            return;
        var blobs = app.MapGroup(LocalBlobStore.Path).AllowAnonymous().WithLimit(Limit.Files).ExcludeFromDescription();
        blobs.MapMethods("/{**key}", [HttpMethods.Get, HttpMethods.Head], Read);
        blobs.MapPut("/{**key}", Write);
    }

    private static Results<FileStreamHttpResult, Problem> Read(
        string key, string? name, string? expires, string? signature, HttpContext context, BlobLinks links, TimeProvider clock)
    {
        var store = links.Local!;
        if (!BlobKeys.IsKey(key) || !store.Signatures.IsValid("GET", key, expires, name ?? "", signature))
            return new Problem(BadLink);
        if (store.OpenRead(key) is not { } file)
            return new Problem(Error.NotFound);
        var headers = context.Response.Headers;
        var left = long.Parse(expires!, CultureInfo.InvariantCulture) - clock.GetUtcNow().ToUnixTimeSeconds();
        headers[HeaderNames.CacheControl] = $"private, max-age={Math.Max(left, 0)}, immutable";
        headers[HeaderNames.ContentDisposition] = Disposition.Inline(key, name);
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        // Were it ever taken for a page: nothing in it runs, and it is nobody's origin.
        headers[HeaderNames.ContentSecurityPolicy] = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-site";
        return TypedResults.File(file, BlobKeys.ContentType(key), enableRangeProcessing: true);
    }

    private static async Task<Results<Created, Problem>> Write(
        string key, string? size, string? expires, string? signature, HttpContext context, BlobLinks links)
    {
        var store = links.Local!;
        if (!BlobKeys.IsKey(key) || !store.Signatures.IsValid("PUT", key, expires, size ?? "", signature))
            return new Problem(BadLink);
        if (context.Request.ContentType != BlobKeys.ContentType(key))
            return new Problem(new Error(ErrorCode.UnsupportedMediaType, $"Send the header Content-Type: {BlobKeys.ContentType(key)}."));
        var most = long.Parse(size!, CultureInfo.InvariantCulture);
        var tooLarge = new Error(ErrorCode.TooLarge, $"This link takes at most {most} bytes.");
        if (context.Request.ContentLength > most)
            return new Problem(tooLarge);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null; // counted below
        await using var draft = store.CreateDraft();
        if (!await Copy(context.Request.Body, draft.File, most, context.RequestAborted))
            return new Problem(tooLarge);
        // Whoever is slower than the link lasts comes too late: nobody would look at the bytes any more.
        if (!store.Signatures.IsValid("PUT", key, expires, size ?? "", signature))
            return new Problem(BadLink);
        await draft.Publish(key, context.RequestAborted);
        return TypedResults.Created();
    }

    /// <returns>False when there is more than may be.</returns>
    private static async Task<bool> Copy(Stream from, Stream to, long most, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        for (var left = most; ;)
        {
            var read = await from.ReadAsync(buffer, cancellation);
            if (read == 0)
                return true;
            if ((left -= read) < 0)
                return false;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }
}
