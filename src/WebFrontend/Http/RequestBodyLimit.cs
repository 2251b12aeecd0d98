using Microsoft.AspNetCore.Http.Features;

namespace OrleansChat.WebFrontend.Http;

/// <summary>Bounds the bodies of API requests. The hub has its own limit, per message.</summary>
internal static class RequestBodyLimit
{
    public const int MaxBytes = 256 * 1024;

    /// <remarks>A body that says its size is refused here and not by the server's own limit: the server would close the
    /// connection on the unread rest, and the client might see that in place of the answer.</remarks>
    public static Task Apply(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(ApiRoutes.Prefix))
            return next(context);
        if (context.Request.ContentLength > MaxBytes)
            return new Problem(Problems.TooLarge).ExecuteAsync(context);
        if (context.Request.ContentLength is null
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        return next(context);
    }
}
