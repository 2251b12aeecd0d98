using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Who may connect, and when a connection ends.</summary>
[Collection(ChatCollection.Name)]
public sealed class ConnectionTests(ChatFixture chat)
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Signing_out_tells_the_sessions_connection_why_and_closes_it()
    {
        var alice = await chat.NewUser();
        var other = await alice.SignInAgain();
        await using var ending = await alice.Connect();
        await using var staying = await other.Connect();
        var told = ending.EndedSessions.Next();

        await alice.SignOut();
        Assert.NotEmpty((await told).Reason);
        await ending.Closed.Within("the connection closes", EndLimit);
        await staying.Ping();
        await Assert.ThrowsAnyAsync<Exception>(() => alice.Connect());
    }

    [Fact]
    public async Task A_revoked_sessions_connection_ends_within_five_seconds()
    {
        var alice = await chat.NewUser();
        var thief = await alice.SignInAgain();
        await using var stolen = await thief.Connect();
        var told = stolen.EndedSessions.Next();
        var sessions = await alice.Call<JsonElement>(HttpMethod.Get, "auth/sessions");
        var session = sessions.GetProperty("items").EnumerateArray().Single(item => !item.GetProperty("current").GetBoolean());

        await alice.Call(HttpMethod.Delete, $"auth/sessions/{session.GetProperty("id").GetString()}");
        await told;
        await stolen.Closed.Within("the connection closes", EndLimit);
        await thief.Inbox().MustBeRefused("unauthenticated");
    }

    [Fact]
    public async Task A_page_of_another_server_may_not_connect()
    {
        var alice = chat.Somebody;
        foreach (var origin in new[] { "https://evil.example", "null", $"https://{chat.Address.Authority}", "http://127.0.0.1" })
            await Assert.ThrowsAnyAsync<Exception>(() => ConnectFrom(alice, origin));
        await using var own = await ConnectFrom(alice, chat.Address.GetLeftPart(UriPartial.Authority));
        await own.Ping();
    }

    [Fact]
    public async Task A_token_in_the_query_serves_the_hub_and_nothing_else()
    {
        var alice = chat.Somebody;
        using var answer = await chat.Http.GetAsync($"api/conversations?access_token={alice.AccessToken}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        await using var laptop = await alice.Connect();
        await laptop.Ping();
    }

    [Fact]
    public async Task A_token_in_the_header_serves_the_hub_too()
    {
        var alice = chat.Somebody;
        await using var laptop = await ChatHubClient.Connect(
            chat.Address, "", new Dictionary<string, string> { ["Authorization"] = $"Bearer {alice.AccessToken}" });
        await laptop.Ping();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwIn0.")]
    public async Task Without_a_valid_token_nobody_connects(string token)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => ChatHubClient.Connect(chat.Address, token));
        using var answer = await chat.Http.PostAsync($"hubs/chat/negotiate?negotiateVersion=1&access_token={token}", null);
        Assert.Equal("unauthenticated", Refusal.Read(answer, await answer.Content.ReadAsStringAsync()).Code);
    }

    private Task<ChatHubClient> ConnectFrom(ChatUser user, string origin) =>
        ChatHubClient.Connect(chat.Address, user.AccessToken, new Dictionary<string, string> { ["Origin"] = origin });
}
