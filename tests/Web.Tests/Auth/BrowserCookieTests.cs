namespace OrleansChat.Web.Tests.Auth;

/// <summary>A browser holds its refresh token in a cookie that scripts and other sites cannot use.</summary>
[Collection(ServerCollection.Name)]
public sealed class BrowserCookieTests(ServerFixture server)
{
    [Fact]
    public async Task The_refresh_token_is_in_a_guarded_cookie_and_not_in_the_body()
    {
        using var browser = server.NewClient();
        var tokens = (await browser.Register(ChatApi.NewName(), cookie: true)).MustBe(HttpStatusCode.Created);
        Assert.Null(tokens["refreshToken"]);

        var cookie = Assert.Single(tokens.SetCookies, value => value.StartsWith("chat_refresh_", StringComparison.Ordinal));
        var attributes = cookie.Split("; ").Skip(1).Select(attribute => attribute.Split('=')[0]).ToList();
        Assert.Contains("httponly", attributes);
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("path=/api/auth", cookie);
        Assert.Contains("expires", attributes);
    }

    [Fact]
    public async Task A_page_of_this_server_refreshes_with_the_cookie()
    {
        using var browser = await server.NewClient().RegisterUser(cookie: true);
        browser.Origin = browser.OwnOrigin;
        for (var i = 0; i < 2; i++)
        {
            var tokens = (await browser.Refresh()).MustBe(HttpStatusCode.OK);
            Assert.Null(tokens["refreshToken"]);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Without_the_matching_origin_the_cookie_is_not_used(string? origin)
    {
        using var browser = await server.NewClient().RegisterUser(cookie: true);
        browser.Origin = origin;
        (await browser.Refresh()).MustBeProblem("forbidden");

        browser.Origin = browser.OwnOrigin;
        (await browser.Refresh()).MustBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_foreign_page_can_sign_nobody_in()
    {
        using var browser = await server.NewClient().RegisterUser();
        browser.Origin = "https://evil.example";
        (await browser.LogIn(browser.Username, cookie: true)).MustBeProblem("forbidden");
        (await browser.Register(ChatApi.NewName(), cookie: true)).MustBeProblem("forbidden");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_deletes_the_cookie()
    {
        using var browser = await server.NewClient().RegisterUser(cookie: true);
        browser.Origin = browser.OwnOrigin;
        var answer = (await browser.LogOut()).MustBe(HttpStatusCode.NoContent);
        Assert.Contains(answer.SetCookies, cookie => cookie.StartsWith("chat_refresh_", StringComparison.Ordinal) && cookie.Contains("expires=Thu, 01 Jan 1970"));

        (await browser.GetMe()).MustBeProblem("unauthenticated");
        (await browser.Refresh()).MustBeProblem("unauthenticated");
    }
}
