using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace OrleansChat.LoadTests.Baseline;

/// <summary>The baseline's hub: the contract's way to send, and what <c>limits</c> measures of SignalR itself.</summary>
[Authorize]
internal sealed class BaselineHub(BaselineStore store) : Hub<IBaselineClient>
{
    /// <summary>Members of groups are in SignalR's groups; of a direct conversation the other one is told.</summary>
    public override async Task OnConnectedAsync()
    {
        foreach (var group in store.GroupsOf(Context.UserIdentifier!))
            await Groups.AddToGroupAsync(Context.ConnectionId, group);
    }

    public async Task<BaselineAck> SendMessage(BaselineInput input)
    {
        var sender = Context.UserIdentifier!;
        if (string.IsNullOrWhiteSpace(input.Content) || input.Content.Length > 8_000)
            throw new HubException("validation_failed: The content has 1 to 8,000 characters.");
        if (store.Find(input.ConversationId) is not { } conversation || !conversation.Members.Contains(sender))
            throw new HubException("not_found: There is no such conversation.");
        var now = DateTimeOffset.UtcNow;
        var id = await store.Insert(input, sender, now);
        var message = new BaselineMessage(input.ConversationId, id, input.ClientMessageId, sender, "text", input.Content, now);
        await (conversation.IsDirect
            ? Clients.User(conversation.Members.First(member => member != sender)).MessageChanged(message)
            : Clients.Group(input.ConversationId).MessageChanged(message));
        return new(input.ConversationId, id, now);
    }

    public DateTimeOffset Ping() => DateTimeOffset.UtcNow;

    /// <summary>What a call and its answer cost.</summary>
    public BaselineAck Echo(BaselineInput input) => new(input.ConversationId, 0, DateTimeOffset.UtcNow);

    /// <summary>What a push to everybody costs.</summary>
    public async Task<BaselineAck> Broadcast(BaselineInput input)
    {
        var now = DateTimeOffset.UtcNow;
        await Clients.All.MessageChanged(new(input.ConversationId, 0, input.ClientMessageId, Context.UserIdentifier!, "text", input.Content, now));
        return new(input.ConversationId, 0, now);
    }
}

/// <summary>Public, as SignalR makes a class of it.</summary>
public interface IBaselineClient
{
    Task MessageChanged(BaselineMessage message);
}

internal sealed record BaselineInput(string ConversationId, Guid ClientMessageId, string Content);

internal sealed record BaselineAck(string ConversationId, long Seq, DateTimeOffset CreatedAt);

public sealed record BaselineMessage(
    string ConversationId, long Seq, Guid ClientMessageId, string SenderId, string Type, string Content, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BaselineInput))]
[JsonSerializable(typeof(BaselineAck))]
[JsonSerializable(typeof(BaselineMessage))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class BaselineJson : JsonSerializerContext;
