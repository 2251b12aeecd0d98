using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace OrleansChat.WebFrontend.Edge;

/// <summary>
/// Takes an access token out of a hub request's query before anything, the host's own logging included, has seen the address,
/// and leaves it as the header that other clients send.
/// </summary>
/// <remarks>Browsers cannot set headers on WebSockets and event streams.</remarks>
internal sealed class TokenOutOfQuery(IServiceProvider services) : IHttpContextFactory
{
    /// <summary>Only below this a token may come in the query.</summary>
    public const string HubPrefix = "/hubs";

    private const string Parameter = "access_token";

    private readonly DefaultHttpContextFactory _factory = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        var request = featureCollection.GetRequiredFeature<IHttpRequestFeature>();
        if (request.QueryString.Contains(Parameter, StringComparison.Ordinal))
            Move(request);
        return _factory.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _factory.Dispose(httpContext);

    private static void Move(IHttpRequestFeature request)
    {
        var parameters = QueryHelpers.ParseQuery(request.QueryString);
        if (!parameters.Remove(Parameter, out var tokens))
            return;
        // Elsewhere a token in the query opens nothing; it is taken out all the same.
        if (new PathString(request.Path).StartsWithSegments(HubPrefix)
            && request.Headers.Authorization.Count == 0 && tokens is [{ Length: > 0 } token])
            request.Headers.Authorization = $"Bearer {token}";
        request.QueryString = QueryString.Create(parameters).ToUriComponent();
        request.RawTarget = request.PathBase + request.Path + request.QueryString;
    }
}
