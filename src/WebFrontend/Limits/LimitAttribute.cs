namespace OrleansChat.WebFrontend.Limits;

/// <summary>The rate limit of a hub method or route.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LimitAttribute(Limit limit) : Attribute
{
    public Limit Limit => limit;
}

internal static class LimitConventions
{
    /// <summary>Limits a route, or a group's routes that say nothing else.</summary>
    public static T WithLimit<T>(this T endpoints, Limit limit)
        where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new LimitAttribute(limit));
}
