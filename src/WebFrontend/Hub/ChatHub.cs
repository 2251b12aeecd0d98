using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using OrleansChat.Conversations;
using OrleansChat.WebFrontend.Auth;
using OrleansChat.WebFrontend.Conversations;
using OrleansChat.WebFrontend.Http;
using OrleansChat.WebFrontend.Limits;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>The live connection of a client: each method checks its input, calls one grain and returns.</summary>
/// <remarks>Arguments come as JSON, so that a wrong type or a missing field is answered with a code, as in REST.</remarks>
[Authorize]
internal sealed class ChatHub(IGrainFactory grains, UserSubscriptions connections, TimeProvider clock) : Hub<IChatClient>
{
    private string UserId => Context.User!.UserId();

    public override Task OnConnectedAsync() =>
        connections.Add(Context, UserId, Context.User!.SessionId());

    public override Task OnDisconnectedAsync(Exception? exception) =>
        connections.Remove(Context.ConnectionId);

    [Limit(Limit.Messages)]
    public async Task<Ack> SendMessage(JsonElement input)
    {
        var request = HubInput.Read<SendMessageRequest>(input);
        var message = request.Parse().OrThrow();
        return (await Conversation(request.ConversationId).Send(UserId, message)).OrThrow();
    }

    [Limit(Limit.Messages)]
    public async Task<Message> EditMessage(JsonElement input)
    {
        var request = HubInput.Read<EditMessageRequest>(input);
        var content = MessageRules.ContentOrNothing(request.Content).OrThrow();
        return (await Conversation(request.ConversationId).Edit(UserId, Seq(request.Seq), content)).OrThrow();
    }

    [Limit(Limit.Messages)]
    public async Task DeleteMessage(JsonElement input)
    {
        var request = HubInput.Read<SeqRequest>(input);
        (await Conversation(request.ConversationId).Delete(UserId, Seq(request.Seq))).OrThrow();
    }

    [Limit(Limit.Reactions)]
    public async Task<Message> React(JsonElement input)
    {
        var request = HubInput.Read<ReactRequest>(input);
        if (request.On is not { } on)
            throw Error.Invalid("on", "Say true to react, false to take it back.").ToHubException();
        var emoji = ReactionRules.Parse(request.Reaction).OrThrow();
        return (await Conversation(request.ConversationId).React(UserId, Seq(request.Seq), emoji, on)).OrThrow();
    }

    [Limit(Limit.Receipts)]
    public async Task MarkRead(JsonElement input)
    {
        var request = HubInput.Read<SeqRequest>(input);
        (await Conversation(request.ConversationId).Mark(UserId, 0, Seq(request.Seq))).OrThrow();
    }

    [Limit(Limit.Receipts)]
    public async Task MarkDelivered(JsonElement input)
    {
        var request = HubInput.Read<SeqRequest>(input);
        (await Conversation(request.ConversationId).Mark(UserId, Seq(request.Seq), 0)).OrThrow();
    }

    [Limit(Limit.Typing)]
    public async Task SetTyping(JsonElement input)
    {
        var request = HubInput.Read<TypingRequest>(input);
        if (request.Typing is not { } typing)
            throw Error.Invalid("typing", "Say true or false.").ToHubException();
        (await Conversation(request.ConversationId).SetTyping(UserId, typing)).OrThrow();
    }

    [Limit(Limit.Sync)]
    public async Task<SyncAnswer> Sync(JsonElement input)
    {
        var request = HubInput.Read<SyncRequestBody>(input).Parse().OrThrow();
        return (await grains.Reader().Sync(UserId, request)).OrThrow();
    }

    public DateTimeOffset Ping() => clock.GetUtcNow();

    private IConversationGrain Conversation(string? id) =>
        grains.FindConversation(id) ?? throw Error.NotFound.ToHubException();

    private static long Seq(long? seq) => SeqRules.Parse(seq).OrThrow();
}
