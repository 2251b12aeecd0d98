namespace OrleansChat.WebFrontend.Http;

internal static class ApiRoutes
{
    public const string Prefix = "/api";

    /// <summary>The group of all REST endpoints: only for signed-in callers unless an endpoint says otherwise, never cached.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Prefix);
        api.RequireAuthorization();
        api.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        return api;
    }
}
