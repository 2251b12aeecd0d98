namespace OrleansChat.Web.Tests.Auth;

[Collection(ServerCollection.Name)]
public sealed class SessionTests(ServerFixture server)
{
    [Fact]
    public async Task The_list_shows_every_session_and_which_is_the_own()
    {
        using var one = await server.NewClient().RegisterUser();
        using var other = await server.NewClient().SignIn(one.Username);

        var sessions = await Sessions(one);
        Assert.Equal(2, sessions.Count);
        Assert.Single(sessions, session => session.GetProperty("current").GetBoolean());
        Assert.All(sessions, session =>
        {
            Assert.True(session.GetProperty("createdAt").GetDateTimeOffset() <= session.GetProperty("lastUsedAt").GetDateTimeOffset());
            Assert.Equal(JsonValueKind.Null, session.GetProperty("userAgent").ValueKind);
        });
    }

    [Fact]
    public async Task A_revoked_session_is_refused_at_once()
    {
        using var one = await server.NewClient().RegisterUser();
        using var other = await server.NewClient().SignIn(one.Username);
        (await other.GetMe()).MustBe(HttpStatusCode.OK);
        var id = (await Sessions(one)).Single(session => !session.GetProperty("current").GetBoolean()).GetProperty("id").GetString();

        (await one.Delete($"/api/auth/sessions/{id}")).MustBe(HttpStatusCode.NoContent);
        (await other.GetMe()).MustBeProblem("unauthenticated");
        (await other.Refresh(other.RefreshToken)).MustBeProblem("unauthenticated");
        (await one.GetMe()).MustBe(HttpStatusCode.OK);
        (await one.Delete($"/api/auth/sessions/{id}")).MustBeProblem("not_found");
    }

    [Fact]
    public async Task Nobody_revokes_the_session_of_another()
    {
        using var one = await server.NewClient().RegisterUser();
        using var stranger = await server.NewClient().RegisterUser();
        var id = (await Sessions(one)).Single().GetProperty("id").GetString();

        (await stranger.Delete($"/api/auth/sessions/{id}")).MustBeProblem("not_found");
        (await one.GetMe()).MustBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_only_the_own_session()
    {
        using var one = await server.NewClient().RegisterUser();
        using var other = await server.NewClient().SignIn(one.Username);

        (await one.LogOut()).MustBe(HttpStatusCode.NoContent);
        (await one.GetMe()).MustBeProblem("unauthenticated");
        (await other.GetMe()).MustBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Changing_the_password_ends_every_other_session()
    {
        using var one = await server.NewClient().RegisterUser();
        using var other = await server.NewClient().SignIn(one.Username);

        (await one.ChangePassword(ChatApi.Password, "battery staple")).MustBe(HttpStatusCode.NoContent);
        (await one.GetMe()).MustBe(HttpStatusCode.OK);
        (await other.GetMe()).MustBeProblem("unauthenticated");
        (await other.LogIn(one.Username)).MustBeProblem("unauthenticated");
        (await other.LogIn(one.Username, "battery staple")).MustBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refused_change_of_password_changes_nothing()
    {
        using var one = await server.NewClient().RegisterUser();
        using var other = await server.NewClient().SignIn(one.Username);

        (await one.ChangePassword("wrong password", "battery staple")).MustBeProblem("validation_failed", "currentPassword");
        (await one.ChangePassword(ChatApi.Password, "password123")).MustBeProblem("validation_failed", "newPassword");
        (await one.ChangePassword(ChatApi.Password, one.Username)).MustBeProblem("validation_failed", "newPassword");
        (await other.GetMe()).MustBe(HttpStatusCode.OK);
        (await other.LogIn(one.Username)).MustBe(HttpStatusCode.OK);
    }

    private static async Task<List<JsonElement>> Sessions(ChatApi client)
    {
        var page = (await client.Get("/api/auth/sessions")).MustBe(HttpStatusCode.OK).Json;
        Assert.Equal(JsonValueKind.Null, page.GetProperty("nextCursor").ValueKind);
        return [.. page.GetProperty("items").EnumerateArray()];
    }
}
