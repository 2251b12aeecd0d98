using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>The caller's own sessions.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder auth)
    {
        auth.MapGet("/sessions", List);
        auth.MapDelete("/sessions/{id}", Revoke);
    }

    /// <summary>There are never more than fit on one page.</summary>
    private static async Task<Ok<Page<Session>>> List(HttpContext context, IGrainFactory grains)
    {
        var sessions = await grains.GetGrain<IUserGrain>(context.User.UserId()).ListSessions();
        var current = context.User.SessionId();
        return TypedResults.Ok(new Page<Session>([.. sessions.Select(session => Session.From(session, current))], null));
    }

    private static async Task<Results<NoContent, Problem>> Revoke(string id, HttpContext context, IGrainFactory grains) =>
        Ids.IsSession(id)
            ? (await grains.GetGrain<IUserGrain>(context.User.UserId()).EndSession(id, "revoked")).ToNoContent()
            : new Problem(Error.NotFound);

    private sealed record Session(string Id, bool Current, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, string? UserAgent)
    {
        public static Session From(SessionInfo session, string current) =>
            new(session.Id, session.Id == current, session.CreatedAt, session.LastUsedAt, session.UserAgent);
    }
}
