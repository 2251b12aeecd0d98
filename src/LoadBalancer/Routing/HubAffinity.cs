using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.SessionAffinity;

namespace OrleansChat.LoadBalancer.Routing;

/// <summary>
/// A cookie that names the front-end of a client's hub connections. It is a hash of the front-end's id, so it means the same to every
/// balancer, and is set anew when the client had to go elsewhere.
/// </summary>
/// <remarks>
/// YARP's own cookies hold for a whole cluster, the API included, and only while a front-end is ready. A connection that exists (its
/// requests carry its <c>id</c>) lives on its front-end alone: it stays there while that one drains or has no database.
/// </remarks>
internal sealed class HubAffinity : ISessionAffinityPolicy
{
    public const string PolicyName = "HubCookie";

    /// <summary>Of the hub, and of the cookie.</summary>
    public const string Path = "/hubs/chat";

    private const string ConnectionParameter = "id";
    private const int HashBytes = 8;

    private readonly ConditionalWeakTable<DestinationState, string> _hashes = [];

    public string Name => PolicyName;

    public static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments(Path);

    public AffinityResult FindAffinitizedDestinations(
        HttpContext context, ClusterState cluster, SessionAffinityConfig config, IReadOnlyList<DestinationState> destinations)
    {
        var request = context.Request;
        if (!IsHub(request) || request.Cookies[config.AffinityKeyName] is not { } cookie)
            return new(null, AffinityStatus.AffinityKeyNotSet);
        var candidates = request.Query.ContainsKey(ConnectionParameter) ? cluster.DestinationsState.AllDestinations : destinations;
        return candidates.FirstOrDefault(frontEnd => Hash(frontEnd) == cookie) is { } found
            ? new(found, AffinityStatus.OK)
            : new(null, AffinityStatus.DestinationNotFound);
    }

    public void AffinitizeResponse(HttpContext context, ClusterState cluster, SessionAffinityConfig config, DestinationState destination)
    {
        // Also called for an answer that did not come.
        if (!IsHub(context.Request) || context.Features.Get<IForwarderErrorFeature>() is not null)
            return;
        var cookie = Hash(destination);
        if (context.Request.Cookies[config.AffinityKeyName] == cookie)
            return;
        context.Response.Cookies.Append(config.AffinityKeyName, cookie, new CookieOptions
        {
            Path = Path,
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
        });
    }

    private string Hash(DestinationState frontEnd) => _hashes.GetValue(frontEnd, static one =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(one.DestinationId)), 0, HashBytes));
}
