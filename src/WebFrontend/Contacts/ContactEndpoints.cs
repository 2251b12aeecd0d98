using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Contacts;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Contacts;

/// <summary>Contacts, requests and blocks of the caller.</summary>
internal static class ContactEndpoints
{
    private static readonly Error Self = Error.Invalid("userId", "Name somebody else: this is your own id.");

    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/contacts").WithTags("contacts");
        contacts.MapGet("/", List);
        contacts.MapPost("/", Ask).WithLimit(Limit.ContactRequests);
        contacts.MapGet("/suggestions", Suggest).WithLimit(Limit.Search);
        contacts.MapPost("/{userId}/accept", Accept);
        contacts.MapPost("/{userId}/decline", Decline);
        contacts.MapDelete("/{userId}", Remove);
        contacts.MapPut("/{userId}/block", Block);
        contacts.MapDelete("/{userId}/block", Unblock);
    }

    private static async Task<Results<Ok<Page<Contact>>, Problem>> List(
        [AsParameters] PageQuery page, HttpContext context, IGrainFactory grains)
    {
        var limit = page.ReadLimit();
        return limit.Error is { } error
            ? new Problem(error)
            : (await Reader(grains).List(context.User.UserId(), limit.Required, page.Cursor)).ToOk();
    }

    private static async Task<Results<Ok<Page<Suggestion>>, Problem>> Suggest(
        [AsParameters] PageQuery page, HttpContext context, IGrainFactory grains)
    {
        var limit = page.ReadLimit();
        return limit.Error is { } error
            ? new Problem(error)
            : (await Reader(grains).Suggest(context.User.UserId(), limit.Required, page.Cursor)).ToOk();
    }

    private static async Task<Results<Ok<Contact>, Created<Contact>, Problem>> Ask(
        AskRequest request, HttpContext context, IGrainFactory grains)
    {
        if (request.UserId is null)
            return new Problem(Error.Invalid("userId", "Name the user to ask."));
        if (Find(request.UserId, context, grains, out var error) is not { } relation)
            return new Problem(error!);
        var asked = await relation.Ask(context.User.UserId());
        return asked.Error is { } refused ? new Problem(refused)
            : asked.Required.IsNew ? TypedResults.Created((string?)null, asked.Required.Contact)
            : TypedResults.Ok(asked.Required.Contact);
    }

    private static async Task<Results<Ok<Contact>, Problem>> Accept(string userId, HttpContext context, IGrainFactory grains) =>
        Find(userId, context, grains, out var error) is { } relation
            ? (await relation.Accept(context.User.UserId())).ToOk()
            : new Problem(error!);

    private static Task<Results<NoContent, Problem>> Decline(string userId, HttpContext context, IGrainFactory grains) =>
        Do(userId, context, grains, (relation, callerId) => relation.Decline(callerId));

    private static Task<Results<NoContent, Problem>> Remove(string userId, HttpContext context, IGrainFactory grains) =>
        Do(userId, context, grains, (relation, callerId) => relation.Remove(callerId));

    private static async Task<Results<Ok<Contact>, Problem>> Block(string userId, HttpContext context, IGrainFactory grains) =>
        Find(userId, context, grains, out var error) is { } relation
            ? (await relation.Block(context.User.UserId())).ToOk()
            : new Problem(error!);

    private static Task<Results<NoContent, Problem>> Unblock(string userId, HttpContext context, IGrainFactory grains) =>
        Do(userId, context, grains, (relation, callerId) => relation.Unblock(callerId));

    private static async Task<Results<NoContent, Problem>> Do(
        string userId, HttpContext context, IGrainFactory grains, Func<IContactGrain, string, Task<Outcome>> action) =>
        Find(userId, context, grains, out var error) is { } relation
            ? (await action(relation, context.User.UserId())).ToNoContent()
            : new Problem(error!);

    /// <returns>The caller's relation to a user; null when there can be none.</returns>
    private static IContactGrain? Find(string userId, HttpContext context, IGrainFactory grains, out Error? error)
    {
        var callerId = context.User.UserId();
        error = userId == callerId ? Self : Ids.IsUser(userId) ? null : Error.NotFound;
        return error is null ? grains.GetGrain<IContactGrain>(Ids.Relation(callerId, userId)) : null;
    }

    /// <summary>Readers keep no state, so one key serves.</summary>
    private static IContactReaderGrain Reader(IGrainFactory grains) => grains.GetGrain<IContactReaderGrain>("reader.0");

    private sealed record AskRequest(string? UserId);
}
