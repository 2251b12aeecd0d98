using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>The hub behaves alike over each transport.</summary>
[Collection(ChatCollection.Name)]
public sealed class TransportTests(ChatFixture chat)
{
    public static TheoryData<HubTransport> Transports => [.. Enum.GetValues<HubTransport>()];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_send_is_acknowledged_and_reaches_both(HubTransport transport)
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect(transport: transport);
        await using var phone = await bob.Connect(transport: transport);
        var own = laptop.NextMessage();
        var others = phone.NextMessage();
        var ack = await laptop.Send(conversation, "hello");
        Assert.Equal((1, 1, false), (ack.Seq, ack.Version, ack.Duplicate));
        Assert.Equal("hello", (await own).Content);
        Assert.Equal("hello", (await others).Content);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Pushes_come_in_version_order(HubTransport transport)
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect(transport: transport);
        await using var phone = await bob.Connect(transport: transport);
        var last = phone.NextMessage(message => message.Version == 60);
        await Task.WhenAll(Enumerable.Range(1, 60).Select(i => laptop.Send(conversation, $"message {i}")));
        await last;
        Assert.Equal(Enumerable.Range(1, 60), phone.Messages.Received.Where(message => message.ConversationId == conversation).Select(message => (int)message.Version));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Texts_arrive_as_they_are(HubTransport transport)
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect(transport: transport);
        await using var phone = await bob.Connect(transport: transport);
        foreach (var text in new[] { "two\nlines\r\nand data: more", "漢字 \u2028 ‮ 😀", new string('ü', 8_000) })
        {
            var push = phone.NextMessage(message => message.Content == text);
            await laptop.Send(conversation, text);
            await push;
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Refusals_have_a_code(HubTransport transport)
    {
        var (_, bob, _) = await chat.DirectChat();
        var group = (await chat.Somebody.CreateGroup("closed")).Id;
        await using var laptop = await bob.Connect(transport: transport);
        await laptop.Send(group, "let me in").MustBeRefused("not_found");
        await laptop.Invoke("SendMessage", new { conversationId = 5 }).MustBeRefused("validation_failed");
        await laptop.Invoke("SendMessage").MustBeRefused("validation_failed");
        await laptop.Invoke("NoSuchMethod", new { }).MustBeRefused("not_found");
        await laptop.Invoke("NoSuchMethod").MustBeRefused("not_found");
        await laptop.Ping();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task The_end_of_the_session_is_told_and_closes(HubTransport transport)
    {
        var alice = await chat.NewUser();
        await using var laptop = await alice.Connect(transport: transport);
        var told = laptop.EndedSessions.Next();
        await alice.SignOut();
        Assert.NotEmpty((await told).Reason);
        await laptop.Closed.Within("the connection closes");
    }

    [Fact]
    public async Task Whoever_polls_only_after_the_session_has_ended_is_told_so_and_can_send_nothing()
    {
        var alice = await chat.NewUser();
        var negotiated = await Hub(HttpMethod.Post, "/negotiate?negotiateVersion=1");
        var connection = $"?id={JsonDocument.Parse(negotiated.Body).RootElement.GetProperty("connectionToken").GetString()}";
        await Hub(HttpMethod.Get, connection);
        await Hub(HttpMethod.Post, connection, """{"protocol":"json","version":1}""" + "\u001e");
        Assert.Equal("{}\u001e", (await Hub(HttpMethod.Get, connection)).Body);
        // Its answer says that the connection is known to the user's grain, which else would not tell it of the end.
        await Hub(HttpMethod.Post, connection, """{"type":1,"invocationId":"1","target":"Ping","arguments":[]}""" + "\u001e");
        Assert.Contains("\"invocationId\":\"1\"", (await Hub(HttpMethod.Get, connection)).Body);

        await alice.SignOut();
        Assert.Equal(HttpStatusCode.Unauthorized, (await Hub(HttpMethod.Post, connection, "{}")).Status);
        var news = "";
        for (var poll = await Hub(HttpMethod.Get, connection); poll.Status == HttpStatusCode.OK; poll = await Hub(HttpMethod.Get, connection))
            news += poll.Body;
        Assert.Contains("\"SessionEnded\"", news);
        Assert.Contains("""{"type":7""", news);

        async Task<(HttpStatusCode Status, string Body)> Hub(HttpMethod method, string address, string? body = null)
        {
            using var request = new HttpRequestMessage(method, $"hubs/chat{address}")
            {
                Headers = { { "Authorization", $"Bearer {alice.AccessToken}" } },
                Content = body is null ? null : new StringContent(body),
            };
            using var answer = await chat.Http.SendAsync(request).Within("the hub answers");
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Who_was_cut_off_gets_everything_by_a_sync_and_the_next_push_after_it(HubTransport transport)
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect(transport: transport);
        await using (var before = await bob.Connect(transport: transport))
        {
            var push = before.NextMessage();
            await laptop.Send(conversation, "seen");
            await push;
            before.Drop();
        }
        await laptop.Send(conversation, "missed");

        await using var phone = await bob.Connect(transport: transport);
        var answer = await phone.Sync(new Dictionary<string, long> { [conversation] = 1 });
        Assert.Equal(["missed"], answer.Changes.Single(changes => changes.ConversationId == conversation).Messages.Select(message => message.Content));
        var next = phone.NextMessage();
        await laptop.Send(conversation, "live");
        Assert.Equal(3, (await next).Version);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_page_of_another_server_may_not_connect(HubTransport transport)
    {
        var alice = chat.Somebody;
        foreach (var origin in new[] { "https://evil.example", "null", $"https://{chat.Address.Authority}" })
            await Assert.ThrowsAnyAsync<Exception>(() => ConnectFrom(origin));
        await using var own = await ConnectFrom(chat.Address.GetLeftPart(UriPartial.Authority));
        await own.Ping();

        Task<ChatHubClient> ConnectFrom(string origin) => ChatHubClient.Connect(
            chat.Address, alice.AccessToken, new Dictionary<string, string> { ["Origin"] = origin }, transport: transport);
    }

    [Theory]
    [InlineData("negotiate", "POST")]
    [InlineData("", "GET")]
    [InlineData("?id=x", "GET")]
    [InlineData("?id=x", "POST")]
    [InlineData("?id=x", "DELETE")]
    public async Task Each_of_a_transports_requests_is_refused_to_a_page_of_another_server(string path, string method)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(method), $"hubs/chat{(path.StartsWith('?') || path == "" ? path : $"/{path}")}")
        {
            Headers = { { "Origin", "https://evil.example" }, { "Authorization", $"Bearer {chat.Somebody.AccessToken}" } },
        };
        using var answer = await chat.Http.SendAsync(request);
        Assert.Equal("forbidden", Refusal.Read(answer, await answer.Content.ReadAsStringAsync()).Code);
    }
}
