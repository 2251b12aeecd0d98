using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Conversations;
using OrleansChat.Users;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Conversations;

/// <summary>The inbox and its conversations.</summary>
internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var conversations = api.MapGroup("/conversations").WithTags("conversations");
        conversations.MapGet("/", Inbox);
        conversations.MapPost("/direct", OpenDirect);
        conversations.MapGet("/{id}", Get);
        conversations.MapPatch("/{id}", Change);
        conversations.MapGet("/{id}/members", Members);
        conversations.MapPost("/{id}/read", MarkRead).WithLimit(Limit.Receipts);
        conversations.MapPost("/{id}/delivered", MarkDelivered).WithLimit(Limit.Receipts);
        conversations.MapMessages();
        conversations.MapReactions();
        conversations.MapPins();
        api.MapPost("/sync", Sync).WithTags("sync").WithLimit(Limit.Sync);
    }

    private static async Task<Results<Ok<Page<Conversation>>, Problem>> Inbox(
        [AsParameters] PageQuery page, HttpContext context, IGrainFactory grains)
    {
        var limit = page.ReadLimit();
        return limit.Error is { } error
            ? new Problem(error)
            : (await grains.Reader().Inbox(context.User.UserId(), limit.Required, page.Cursor)).ToOk();
    }

    private static async Task<Results<Ok<Conversation>, Problem>> OpenDirect(
        OpenDirectRequest request, HttpContext context, IGrainFactory grains)
    {
        var caller = context.User.UserId();
        if (request.UserId is null)
            return new Problem(Error.Invalid("userId", "Name the user to talk to."));
        if (request.UserId == caller)
            return new Problem(Error.Invalid("userId", "Name somebody else: this is your own id."));
        if (!Ids.IsUser(request.UserId))
            return new Problem(Error.NotFound);
        var id = Ids.Direct(caller, request.UserId);
        var opened = await grains.GetGrain<IDirectConversationGrain>(id).Open(caller);
        return opened.Error is { } error ? new Problem(error) : (await grains.Reader().Get(caller, id)).ToOk();
    }

    private static async Task<Results<Ok<Conversation>, Problem>> Get(string id, HttpContext context, IGrainFactory grains) =>
        Ids.IsConversation(id)
            ? (await grains.Reader().Get(context.User.UserId(), id)).ToOk()
            : new Problem(Error.NotFound);

    private static async Task<Results<Ok<Conversation>, Problem>> Change(
        string id, ChangeConversationRequest request, HttpContext context, IGrainFactory grains)
    {
        var caller = context.User.UserId();
        // Reads first: a group that the caller has left may still be on the list that the user grain keeps.
        var present = Ids.IsConversation(id) ? await grains.Reader().Get(caller, id) : Error.NotFound;
        if (present.Error is null && request.Muted is { } muted
            && (await grains.GetGrain<IUserGrain>(caller).SetMuted(id, muted)).Error is { } error)
            return new Problem(error);
        return present.Error is null ? (await grains.Reader().Get(caller, id)).ToOk() : present.ToOk();
    }

    private static async Task<Results<Ok<Page<Member>>, Problem>> Members(
        string id, [AsParameters] PageQuery page, HttpContext context, IGrainFactory grains)
    {
        var limit = page.ReadLimit();
        if (limit.Error is { } error)
            return new Problem(error);
        return Ids.IsConversation(id)
            ? (await grains.Reader().Members(context.User.UserId(), id, limit.Required, page.Cursor)).ToOk()
            : new Problem(Error.NotFound);
    }

    private static Task<Results<NoContent, Problem>> MarkRead(
        string id, MarkRequest request, HttpContext context, IGrainFactory grains) =>
        Mark(id, request, grains, (conversation, seq) => conversation.Mark(context.User.UserId(), 0, seq));

    private static Task<Results<NoContent, Problem>> MarkDelivered(
        string id, MarkRequest request, HttpContext context, IGrainFactory grains) =>
        Mark(id, request, grains, (conversation, seq) => conversation.Mark(context.User.UserId(), seq, 0));

    private static async Task<Results<NoContent, Problem>> Mark(
        string id, MarkRequest request, IGrainFactory grains, Func<IConversationGrain, long, Task<Outcome>> mark)
    {
        var seq = SeqRules.Parse(request.Seq);
        if (seq.Error is { } error)
            return new Problem(error);
        return grains.FindConversation(id) is { } conversation
            ? (await mark(conversation, seq.Required)).ToNoContent()
            : new Problem(Error.NotFound);
    }

    private static async Task<Results<Ok<SyncAnswer>, Problem>> Sync(
        SyncRequestBody request, HttpContext context, IGrainFactory grains)
    {
        var parsed = request.Parse();
        return parsed.Error is { } error
            ? new Problem(error)
            : (await grains.Reader().Sync(context.User.UserId(), parsed.Required)).ToOk();
    }

    private sealed record OpenDirectRequest(string? UserId);

    private sealed record ChangeConversationRequest(bool? Muted);

    private sealed record MarkRequest(long? Seq);
}
