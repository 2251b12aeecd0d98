using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Conversations;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Conversations;

/// <summary>Reactions to messages. Both answer the message as it now is.</summary>
internal static class ReactionEndpoints
{
    public static void MapReactions(this IEndpointRouteBuilder conversations)
    {
        var reactions = conversations.MapGroup("/{id}/messages/{seq}/reactions").WithTags("messages");
        reactions.MapPut("/{reaction}", Add).WithLimit(Limit.Reactions);
        reactions.MapDelete("/{reaction}", TakeBack).WithLimit(Limit.Reactions);
    }

    private static Task<Results<Ok<Message>, Problem>> Add(
        string id, string seq, string reaction, HttpContext context, IGrainFactory grains) =>
        React(id, seq, reaction, on: true, context, grains);

    private static Task<Results<Ok<Message>, Problem>> TakeBack(
        string id, string seq, string reaction, HttpContext context, IGrainFactory grains) =>
        React(id, seq, reaction, on: false, context, grains);

    private static async Task<Results<Ok<Message>, Problem>> React(
        string id, string seq, string reaction, bool on, HttpContext context, IGrainFactory grains)
    {
        if (grains.FindConversation(id) is not { } conversation || SeqRules.ParsePath(seq) is not { } number)
            return new Problem(Error.NotFound);
        var emoji = ReactionRules.Parse(reaction);
        return emoji.Error is { } error
            ? new Problem(error)
            : (await conversation.React(context.User.UserId(), number, emoji.Required, on)).ToOk();
    }
}
