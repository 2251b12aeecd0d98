namespace OrleansChat.Web.Tests.Auth;

[Collection(ServerCollection.Name)]
public sealed class RefreshTests(ServerFixture server)
{
    [Fact]
    public async Task A_refresh_token_brings_new_tokens_for_the_same_session()
    {
        using var client = await server.NewClient().RegisterUser();
        var tokens = (await client.Refresh(client.RefreshToken)).MustBe(HttpStatusCode.OK);
        Assert.NotEqual(client.RefreshToken, tokens["refreshToken"]);

        client.AccessToken = tokens["accessToken"];
        var sessions = (await client.Get("/api/auth/sessions")).MustBe(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.True(Assert.Single(sessions.EnumerateArray().ToList()).GetProperty("current").GetBoolean());
    }

    [Fact]
    public async Task The_same_request_twice_is_answered_with_the_same_token()
    {
        using var client = await server.NewClient().RegisterUser();
        var first = (await client.Refresh(client.RefreshToken, "r1")).MustBe(HttpStatusCode.OK);
        var second = (await client.Refresh(client.RefreshToken, "r1")).MustBe(HttpStatusCode.OK);
        Assert.Equal(first["refreshToken"], second["refreshToken"]);
        (await client.Refresh(first["refreshToken"])).MustBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("r1", "r2")]
    [InlineData("r1", null)]
    [InlineData(null, null)]
    public async Task Any_other_use_of_a_used_token_ends_the_session(string? first, string? second)
    {
        using var client = await server.NewClient().RegisterUser();
        var next = (await client.Refresh(client.RefreshToken, first)).MustBe(HttpStatusCode.OK);

        (await client.Refresh(client.RefreshToken, second)).MustBeProblem("unauthenticated");
        (await client.Refresh(next["refreshToken"])).MustBeProblem("unauthenticated");
        (await client.GetMe()).MustBeProblem("unauthenticated");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no token")]
    [InlineData("0123456789abcdefghjkmnpqrs.0123456789abcdefghjkmnpqrs.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_token_is_refused(string token)
    {
        using var client = server.NewClient();
        (await client.Refresh(token)).MustBeProblem("unauthenticated");
    }

    [Fact]
    public async Task Without_token_and_cookie_nobody_is_signed_in()
    {
        using var client = server.NewClient();
        (await client.Refresh()).MustBeProblem("unauthenticated");
        (await client.Post("/api/auth/refresh")).MustBeProblem("unauthenticated");
    }

    [Fact]
    public async Task A_request_id_beyond_100_characters_is_refused_and_uses_nothing_up()
    {
        using var client = await server.NewClient().RegisterUser();
        (await client.Refresh(client.RefreshToken, new string('x', 101))).MustBeProblem("validation_failed", "requestId");
        (await client.Refresh(client.RefreshToken, new string('x', 100))).MustBe(HttpStatusCode.OK);
    }
}
