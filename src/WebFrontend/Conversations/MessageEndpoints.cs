using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Conversations;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Conversations;

/// <summary>The messages of a conversation.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder conversations)
    {
        var messages = conversations.MapGroup("/{id}/messages").WithTags("messages");
        messages.MapGet("/", History);
        messages.MapPost("/", Send).WithLimit(Limit.Messages);
        messages.MapPatch("/{seq}", Edit).WithLimit(Limit.Messages);
        messages.MapDelete("/{seq}", Delete).WithLimit(Limit.Messages);
        messages.MapGet("/{seq}/history", EarlierTexts);
    }

    private static async Task<Results<Ok<History>, Problem>> History(
        string id, [AsParameters] HistoryQuery query, HttpContext context, IGrainFactory grains)
    {
        var range = query.Parse();
        if (range.Error is { } error)
            return new Problem(error);
        return Ids.IsConversation(id)
            ? (await grains.Reader().History(context.User.UserId(), id, range.Required)).ToOk()
            : new Problem(Error.NotFound);
    }

    private static async Task<Results<Created<Ack>, Ok<Ack>, Problem>> Send(
        string id, SendMessageRequest request, HttpContext context, IGrainFactory grains)
    {
        var message = request.Parse();
        if (message.Error is { } invalid)
            return new Problem(invalid);
        if (grains.FindConversation(id) is not { } conversation)
            return new Problem(Error.NotFound);
        var sent = await conversation.Send(context.User.UserId(), message.Required);
        if (sent.Error is { } error)
            return new Problem(error);
        return sent.Required.Duplicate
            ? TypedResults.Ok(sent.Required)
            : TypedResults.Created((string?)null, sent.Required);
    }

    private static async Task<Results<Ok<Message>, Problem>> Edit(
        string id, string seq, EditRequest request, HttpContext context, IGrainFactory grains)
    {
        var content = MessageRules.ContentOrNothing(request.Content);
        if (content.Error is { } error)
            return new Problem(error);
        return grains.FindConversation(id) is { } conversation && SeqRules.ParsePath(seq) is { } number
            ? (await conversation.Edit(context.User.UserId(), number, content.Required)).ToOk()
            : new Problem(Error.NotFound);
    }

    private static async Task<Results<NoContent, Problem>> Delete(
        string id, string seq, HttpContext context, IGrainFactory grains) =>
        grains.FindConversation(id) is { } conversation && SeqRules.ParsePath(seq) is { } number
            ? (await conversation.Delete(context.User.UserId(), number)).ToNoContent()
            : new Problem(Error.NotFound);

    private static async Task<Results<Ok<Page<EarlierText>>, Problem>> EarlierTexts(
        string id, string seq, HttpContext context, IGrainFactory grains)
    {
        if (!Ids.IsConversation(id) || SeqRules.ParsePath(seq) is not { } number)
            return new Problem(Error.NotFound);
        var texts = await grains.Reader().EarlierTexts(context.User.UserId(), id, number);
        return texts.Error is { } error ? new Problem(error) : TypedResults.Ok(new Page<EarlierText>(texts.Required, null));
    }

    private sealed record EditRequest(string? Content);
}
