using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.Conversations;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Conversations;

/// <summary>Pinned messages; <c>pinnedSeqs</c> of the conversation names them.</summary>
internal static class PinEndpoints
{
    public static void MapPins(this IEndpointRouteBuilder conversations)
    {
        var pins = conversations.MapGroup("/{id}/pins").WithTags("messages");
        pins.MapPut("/{seq}", Pin).WithLimit(Limit.Reactions);
        pins.MapDelete("/{seq}", Unpin).WithLimit(Limit.Reactions);
    }

    private static Task<Results<NoContent, Problem>> Pin(string id, string seq, HttpContext context, IGrainFactory grains) =>
        Change(id, seq, on: true, context, grains);

    private static Task<Results<NoContent, Problem>> Unpin(string id, string seq, HttpContext context, IGrainFactory grains) =>
        Change(id, seq, on: false, context, grains);

    private static async Task<Results<NoContent, Problem>> Change(
        string id, string seq, bool on, HttpContext context, IGrainFactory grains) =>
        grains.FindConversation(id) is { } conversation && SeqRules.ParsePath(seq) is { } number
            ? (await conversation.Pin(context.User.UserId(), number, on)).ToNoContent()
            : new Problem(Error.NotFound);
}
