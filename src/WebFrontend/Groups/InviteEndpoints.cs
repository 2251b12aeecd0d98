using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Conversations;
using OrleansChat.Groups;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Conversations;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Groups;

/// <summary>Invites: made and withdrawn by those who run a group, used by whoever holds the code.</summary>
internal static class InviteEndpoints
{
    public static void MapInvites(this IEndpointRouteBuilder api)
    {
        var ofGroup = api.MapGroup("/groups/{id}/invites").WithTags("invites");
        ofGroup.MapPost("/", Create).WithLimit(Limit.InvitesMade);
        ofGroup.MapGet("/", List);
        ofGroup.MapGet("/{code}", Get);
        ofGroup.MapDelete("/{code}", Withdraw);
        var invites = api.MapGroup("/invites").WithTags("invites");
        invites.MapGet("/{code}", Preview).WithLimit(Limit.InvitesJoined);
        invites.MapPost("/{code}/join", Join).WithLimit(Limit.InvitesJoined);
    }

    private static async Task<Results<Created<Invite>, Problem>> Create(
        string id, CreateInviteRequest request, HttpContext context, IGrainFactory grains, TimeProvider clock)
    {
        if (!Ids.IsGroup(id))
            return new Problem(Error.NotFound);
        var check = new Validation();
        var maxUses = check.Take(InviteRules.Uses(request.MaxUses));
        var expiresAt = check.Take(InviteRules.Expiry(request.ExpiresAt, clock.GetUtcNow()));
        if (check.Failed(out var invalid))
            return invalid;
        var created = await grains.GetGrain<IGroupGrain>(id).CreateInvite(context.User.UserId(), maxUses, expiresAt);
        return created.Error is { } error ? new Problem(error) : TypedResults.Created((string?)null, created.Required);
    }

    private static async Task<Results<Ok<Page<Invite>>, Problem>> List(
        string id, [AsParameters] PageQuery page, HttpContext context, IGrainFactory grains)
    {
        var limit = page.ReadLimit();
        if (limit.Error is { } error)
            return new Problem(error);
        return Ids.IsGroup(id)
            ? (await grains.GetGrain<IGroupGrain>(id).ListInvites(context.User.UserId(), limit.Required, page.Cursor)).ToOk()
            : new Problem(Error.NotFound);
    }

    private static async Task<Results<Ok<Invite>, Problem>> Get(string id, string code, HttpContext context, IGrainFactory grains) =>
        Ids.IsGroup(id)
            ? (await grains.GetGrain<IGroupGrain>(id).GetInvite(context.User.UserId(), code)).ToOk()
            : new Problem(Error.NotFound);

    private static async Task<Results<NoContent, Problem>> Withdraw(
        string id, string code, HttpContext context, IGrainFactory grains) =>
        Ids.IsGroup(id)
            ? (await grains.GetGrain<IGroupGrain>(id).DeleteInvite(context.User.UserId(), code)).ToNoContent()
            : new Problem(Error.NotFound);

    private static async Task<Results<Ok<InvitePreview>, Problem>> Preview(string code, HttpContext context, IGrainFactory grains) =>
        InviteCode.TryGetGroup(code, out var groupId)
            ? (await grains.GetGrain<IGroupGrain>(groupId).PreviewInvite(context.User.UserId(), code)).ToOk()
            : new Problem(Error.NotFound);

    private static async Task<Results<Ok<Conversation>, Problem>> Join(string code, HttpContext context, IGrainFactory grains)
    {
        if (!InviteCode.TryGetGroup(code, out var groupId))
            return new Problem(Error.NotFound);
        var joined = await grains.GetGrain<IGroupGrain>(groupId).Join(context.User.UserId(), code);
        return joined.Error is { } error ? new Problem(error) : (await grains.Reader().Get(context.User.UserId(), groupId)).ToOk();
    }

    private sealed record CreateInviteRequest(long? MaxUses, DateTimeOffset? ExpiresAt);
}
