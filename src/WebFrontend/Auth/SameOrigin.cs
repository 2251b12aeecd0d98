namespace OrleansChat.WebFrontend.Auth;

/// <summary>Which page a browser's request comes from; browsers let no page forge its <c>Origin</c>.</summary>
internal static class SameOrigin
{
    public static readonly Error Foreign = Error.Forbidden("This may only be asked by a page of this server: the Origin does not match.");

    /// <summary>Whether the request says that it comes from a page of this server.</summary>
    public static bool IsFromOwnPage(this HttpRequest request) =>
        string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the request says that it comes from some other page; clients that are no browsers say nothing.</summary>
    public static bool IsFromForeignPage(this HttpRequest request) =>
        request.Headers.Origin.Count > 0 && !request.IsFromOwnPage();
}
