namespace OrleansChat.Web.Tests.Auth;

[Collection(ServerCollection.Name)]
public sealed class LogInTests(ServerFixture server)
{
    [Fact]
    public async Task Name_in_any_case_and_password_let_in()
    {
        using var client = await server.NewClient().RegisterUser();
        var tokens = (await client.LogIn(client.Username.ToUpperInvariant())).MustBe(HttpStatusCode.OK);
        Assert.Equal(client.UserId, tokens.Json.GetProperty("user").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_answer_alike()
    {
        using var client = await server.NewClient().RegisterUser();
        var wrongPassword = (await client.LogIn(client.Username, "wrong password")).MustBeProblem("unauthenticated");
        var wrongName = (await client.LogIn(ChatApi.NewName(), "wrong password")).MustBeProblem("unauthenticated");
        Assert.Equal(wrongPassword.Json.GetRawText(), wrongName.Json.GetRawText());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_ten_wrong_passwords_a_name_known_or_not_is_rate_limited(bool known)
    {
        using var client = server.NewClient();
        var name = ChatApi.NewName();
        if (known)
            (await client.Register(name)).MustBe(HttpStatusCode.Created);
        for (var i = 0; i < 10; i++)
            (await client.LogIn(name, "wrong password")).MustBeProblem("unauthenticated");
        (await client.LogIn(name)).MustBeProblem("rate_limited");
    }

    [Fact]
    public async Task A_browser_that_signed_in_before_is_exempt_from_the_lock()
    {
        using var stranger = server.NewClient();
        using var browser = await server.NewClient().RegisterUser(cookie: true);
        for (var i = 0; i < 10; i++)
            await stranger.LogIn(browser.Username, "wrong password");

        (await stranger.LogIn(browser.Username, cookie: true)).MustBeProblem("rate_limited");
        (await browser.LogIn(browser.Username, cookie: true)).MustBe(HttpStatusCode.OK);
    }
}
