using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Conversations;
using OrleansChat.Groups;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Conversations;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Groups;

/// <summary>Groups and their members; their messages are those of any conversation.</summary>
internal static class GroupEndpoints
{
    public static void MapGroups(this IEndpointRouteBuilder api)
    {
        var groups = api.MapGroup("/groups").WithTags("groups");
        groups.MapPost("/", Create).WithLimit(Limit.GroupsCreated);
        groups.MapPatch("/{id}", Rename);
        groups.MapDelete("/{id}", Delete);
        groups.MapPatch("/{id}/members/{userId}", SetRole);
        groups.MapPost("/{id}/members", AddMembers).WithLimit(Limit.MembersAdded);
        groups.MapDelete("/{id}/members/{userId}", RemoveMember);
    }

    private static async Task<Results<Created<Conversation>, Problem>> Create(
        CreateGroupRequest request, HttpContext context, IGrainFactory grains)
    {
        var check = new Validation();
        var name = check.Take(GroupRules.Name(request.Name));
        var memberIds = check.Take(GroupRules.UserIds(request.MemberIds ?? [], "memberIds"));
        if (check.Failed(out var invalid))
            return invalid;

        var id = Ids.NewGroup();
        var created = await grains.GetGrain<IGroupGrain>(id).Create(context.User.UserId(), name, memberIds);
        if (created.Error is { } error)
            return new Problem(error);
        var view = await grains.Reader().Get(context.User.UserId(), id);
        return view.Error is { } unread ? new Problem(unread) : TypedResults.Created((string?)null, view.Required);
    }

    private static async Task<Results<Ok<Conversation>, Problem>> Rename(
        string id, RenameGroupRequest request, HttpContext context, IGrainFactory grains)
    {
        if (!Ids.IsGroup(id))
            return new Problem(Error.NotFound);
        if (request.Name is null)
            return (await grains.Reader().Get(context.User.UserId(), id)).ToOk(); // nothing to change
        var name = GroupRules.Name(request.Name);
        if (name.Error is { } invalid)
            return new Problem(invalid);
        var renamed = await grains.GetGrain<IGroupGrain>(id).Rename(context.User.UserId(), name.Required);
        return renamed.Error is { } error ? new Problem(error) : (await grains.Reader().Get(context.User.UserId(), id)).ToOk();
    }

    private static async Task<Results<NoContent, Problem>> Delete(string id, HttpContext context, IGrainFactory grains) =>
        Ids.IsGroup(id)
            ? (await grains.GetGrain<IGroupGrain>(id).DeleteGroup(context.User.UserId())).ToNoContent()
            : new Problem(Error.NotFound);

    private static async Task<Results<NoContent, Problem>> AddMembers(
        string id, AddMembersRequest request, HttpContext context, IGrainFactory grains)
    {
        if (!Ids.IsGroup(id))
            return new Problem(Error.NotFound);
        var userIds = GroupRules.UserIds(request.UserIds, "userIds");
        return userIds.Error is { } invalid
            ? new Problem(invalid)
            : (await grains.GetGrain<IGroupGrain>(id).AddMembers(context.User.UserId(), userIds.Required)).ToNoContent();
    }

    private static async Task<Results<NoContent, Problem>> SetRole(
        string id, string userId, SetRoleRequest request, HttpContext context, IGrainFactory grains)
    {
        if (!Ids.IsGroup(id) || !Ids.IsUser(userId))
            return new Problem(Error.NotFound);
        var role = GroupRules.Role(request.Role);
        return role.Error is { } invalid
            ? new Problem(invalid)
            : (await grains.GetGrain<IGroupGrain>(id).SetRole(context.User.UserId(), userId, role.Required)).ToNoContent();
    }

    private static async Task<Results<NoContent, Problem>> RemoveMember(
        string id, string userId, HttpContext context, IGrainFactory grains) =>
        Ids.IsGroup(id) && Ids.IsUser(userId)
            ? (await grains.GetGrain<IGroupGrain>(id).RemoveMember(context.User.UserId(), userId)).ToNoContent()
            : new Problem(Error.NotFound);

    private sealed record CreateGroupRequest(string? Name, List<string?>? MemberIds);

    private sealed record RenameGroupRequest(string? Name);

    private sealed record AddMembersRequest(List<string?>? UserIds);

    private sealed record SetRoleRequest(string? Role);
}
