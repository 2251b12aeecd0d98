using OrleansChat.Web.Tests.Hub;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>What is on the wire has the contract's members, no more and no fewer.</summary>
[Collection(ChatCollection.Name)]
public sealed class ContractShapeTests(ChatFixture chat)
{
    private const string User = "id username displayName avatarUrl online lastSeenAt";
    private const string Conversation =
        "id kind name peer role memberCount lastMessage lastSeq version readSeq deliveredSeq unreadCount muted pinnedSeqs";
    private const string Message =
        "conversationId seq version clientMessageId senderId type content image replyTo mentions reactions createdAt editedAt deletedAt";
    private const string Ack = "conversationId seq version createdAt duplicate";

    [Fact]
    public async Task Answers_have_the_contracts_shapes()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        var message = new { clientMessageId = Guid.NewGuid(), content = "x" };
        var ack = await alice.Call<JsonElement>(HttpMethod.Post, $"conversations/{direct}/messages", message);
        MustHave(Ack, ack);
        Assert.Equal(TimeSpan.Zero, ack.GetProperty("createdAt").GetDateTimeOffset().Offset);
        var group = (await alice.CreateGroup("shape", bob)).Id;

        var inbox = await alice.Call<JsonElement>(HttpMethod.Get, "conversations?limit=2");
        MustHave("items nextCursor", inbox);
        Assert.All(inbox.GetProperty("items").EnumerateArray(), item => MustHave(Conversation, item));
        var view = await alice.Call<JsonElement>(HttpMethod.Get, $"conversations/{direct}");
        MustHave(Conversation, view);
        MustHave(User, view.GetProperty("peer"));
        Assert.Equal(("direct", JsonValueKind.Null), (view.GetProperty("kind").GetString(), view.GetProperty("role").ValueKind));
        var groupView = await alice.Call<JsonElement>(HttpMethod.Get, $"conversations/{group}");
        Assert.Equal(("group", "owner"), (groupView.GetProperty("kind").GetString(), groupView.GetProperty("role").GetString()));
        Assert.Equal("system", groupView.GetProperty("lastMessage").GetProperty("type").GetString());

        var history = await alice.Call<JsonElement>(HttpMethod.Get, $"conversations/{direct}/messages");
        MustHave("items hasBefore hasAfter", history);
        MustHave(Message, history.GetProperty("items")[0]);
        var members = await alice.Call<JsonElement>(HttpMethod.Get, $"conversations/{group}/members");
        Assert.All(members.GetProperty("items").EnumerateArray(), member => MustHave("user role joinedAt deliveredSeq readSeq", member));
        var sync = await alice.Call<JsonElement>(HttpMethod.Post, "sync", new { cursors = new { } });
        MustHave("conversations changes removed contacts next serverTime", sync);
        Assert.All(sync.GetProperty("changes").EnumerateArray(), changes => MustHave("conversationId messages version reset more", changes));
    }

    [Fact]
    public async Task Pushes_have_the_contracts_shapes()
    {
        var (alice, bob, direct) = await chat.DirectChat();
        var group = (await alice.CreateGroup("shape", bob)).Id;
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, bob);

        await alice.Send(direct, "x");
        MustHave(Message, await raw.NextPush("MessageChanged"));
        await alice.Rename(group, "new shape");
        MustHave(Conversation, await raw.NextPush("ConversationChanged"));
        await bob.MarkRead(direct, 1);
        MustHave("conversationId userId deliveredSeq readSeq", await raw.NextPush("ReceiptChanged"));
        await using var laptop = await alice.Connect();
        await laptop.SetTyping(direct, true);
        MustHave("conversationId userId typing", await raw.NextPush("TypingChanged"));
        await alice.Remove(group, bob);
        MustHave("conversationId", await raw.NextPush("ConversationRemoved"));
    }

    private static void MustHave(string members, JsonElement json) =>
        Assert.Equal(members.Split(' ').Order(), json.EnumerateObject().Select(member => member.Name).Order());
}
