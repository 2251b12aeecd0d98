using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Blobs;
using OrleansChat.Conversations;
using OrleansChat.Images;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Users;

/// <summary>Profiles and people search.</summary>
internal static class UserEndpoints
{
    private const int MaxQueryLength = 64;

    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("users");
        users.MapGet("/me", GetOwn);
        users.MapPatch("/me", ChangeOwn);
        users.MapPut("/me/avatar", ChangeAvatar);
        users.MapDelete("/me/avatar", RemoveAvatar);
        users.MapGet("/{id}", Get);
        users.MapGet("", Search).WithLimit(Limit.Search);
        users.MapAccount();
    }

    private static async Task<Results<Ok<User>, Problem>> GetOwn(HttpContext context, IGrainFactory grains) =>
        (await grains.GetGrain<IUserGrain>(context.User.UserId()).GetProfile()).ToOk();

    private static async Task<Results<Ok<User>, Problem>> ChangeOwn(
        ChangeProfileRequest request, HttpContext context, IGrainFactory grains)
    {
        var check = new Validation();
        var displayName = check.Take(AccountRules.DisplayName(request.DisplayName));
        if (check.Failed(out var problem))
            return problem;
        var changed = await grains.GetGrain<IUserGrain>(context.User.UserId()).ChangeDisplayName(displayName);
        if (changed.Error is null)
            await ProfileNews.Tell(grains, context.User.UserId());
        return changed.ToOk();
    }

    private static async Task<Results<Ok<User>, Problem>> ChangeAvatar(
        AvatarRequest request, HttpContext context, IGrainFactory grains)
    {
        if (!Ids.IsImage(request.ImageId))
            return new Problem(Error.Invalid("imageId", "You have no such image. Upload one, and give its id."));
        // The image first: it stays at least a day from here on, and the profile shows it long before.
        var image = await grains.GetGrain<IImageGrain>(request.ImageId).Use(context.User.UserId());
        return image.Error is { } error
            ? new Problem(error)
            : await ShowAvatar(image.Required.ThumbnailUrl ?? image.Required.Url, context.User.UserId(), grains);
    }

    private static Task<Results<Ok<User>, Problem>> RemoveAvatar(HttpContext context, IGrainFactory grains) =>
        ShowAvatar(null, context.User.UserId(), grains);

    private static async Task<Results<Ok<User>, Problem>> ShowAvatar(string? key, string callerId, IGrainFactory grains)
    {
        var changed = await grains.GetGrain<IUserGrain>(callerId).ChangeAvatar(key);
        if (changed.Error is { } error)
            return new Problem(error);
        if (changed.Required.ReplacedKey is { } replaced)
            _ = grains.GetGrain<IImageGrain>(BlobKeys.ImageId(replaced)).Release();
        await ProfileNews.Tell(grains, callerId);
        return TypedResults.Ok(changed.Required.User);
    }

    private static async Task<Results<Ok<User>, Problem>> Get(string id, HttpContext context, IGrainFactory grains) =>
        Ids.IsUser(id)
            ? (await grains.GetGrain<IUserReaderGrain>("reader").Get(context.User.UserId(), id)).ToOk()
            : new Problem(Error.NotFound);

    private static async Task<Results<Ok<Page<User>>, Problem>> Search(
        string? query, [AsParameters] PageQuery page, HttpContext context, IGrainFactory grains)
    {
        var check = new Validation();
        var text = check.Take(Query(query));
        var limit = check.Take(page.ReadLimit());
        if (check.Failed(out var problem))
            return problem;
        return (await grains.GetGrain<IUserReaderGrain>("reader").Search(context.User.UserId(), text, limit, page.Cursor)).ToOk();
    }

    private static Outcome<string> Query(string? query)
    {
        var text = query?.Trim() ?? "";
        return text.Length is >= 1 and <= MaxQueryLength && MessageRules.IsStorable(text)
            ? text
            : Error.Invalid("query", $"Give 1 to {MaxQueryLength} characters of a name.");
    }

    private sealed record ChangeProfileRequest(string? DisplayName);

    private sealed record AvatarRequest(string? ImageId);
}
