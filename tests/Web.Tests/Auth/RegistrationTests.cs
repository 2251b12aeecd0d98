namespace OrleansChat.Web.Tests.Auth;

[Collection(ServerCollection.Name)]
public sealed class RegistrationTests(ServerFixture server)
{
    [Fact]
    public async Task Registering_answers_tokens_that_work()
    {
        using var client = server.NewClient();
        var name = ChatApi.NewName("Ann");
        var tokens = (await client.Register(name, displayName: "  Ann 🦄 ")).MustBe(HttpStatusCode.Created);

        var user = tokens.Json.GetProperty("user");
        Assert.Equal(name, user.GetProperty("username").GetString());
        Assert.Equal("Ann 🦄", user.GetProperty("displayName").GetString());
        Assert.NotNull(tokens["refreshToken"]);
        Assert.InRange(tokens.Json.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Empty(tokens.SetCookies);

        client.AccessToken = tokens["accessToken"];
        Assert.Equal(user.GetProperty("id").GetString(), (await client.GetMe()).MustBe(HttpStatusCode.OK)["id"]);
    }

    [Fact]
    public async Task Without_a_display_name_it_is_the_user_name()
    {
        using var client = await server.NewClient().RegisterUser();
        Assert.Equal(client.Username, (await client.GetMe())["displayName"]);
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        using var client = await server.NewClient().RegisterUser();
        (await client.Register(client.Username.ToUpperInvariant())).MustBeProblem("username_taken");
    }

    [Fact]
    public async Task Of_two_parallel_registrations_of_one_name_exactly_one_succeeds()
    {
        using var client = server.NewClient();
        var name = ChatApi.NewName();
        var answers = await Task.WhenAll(client.Register(name), client.Register(name.ToUpperInvariant()));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Conflict).MustBeProblem("username_taken");
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    [InlineData("with space")]
    [InlineData("ünal")]
    [InlineData("аnn-in-cyrillic")]
    [InlineData("a\0bc")]
    [InlineData("")]
    public async Task A_user_name_outside_the_rules_is_refused(string username)
    {
        using var client = server.NewClient();
        (await client.Register(username)).MustBeProblem("validation_failed", "username");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("abcdefghijklmnopqrstuvwxyz_.-456")]
    public async Task A_user_name_at_the_limits_is_accepted(string username)
    {
        using var client = server.NewClient();
        (await client.Register(username)).MustBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("1234567")]
    [InlineData("password123")]
    [InlineData("QwertyUiop")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public async Task A_weak_or_impossible_password_is_refused(string password)
    {
        using var client = server.NewClient();
        (await client.Register(ChatApi.NewName(), password)).MustBeProblem("validation_failed", "password");
        (await client.Register(ChatApi.NewName(), new string('x', 129))).MustBeProblem("validation_failed", "password");
    }

    [Fact]
    public async Task The_own_name_is_no_password()
    {
        using var client = server.NewClient();
        var name = ChatApi.NewName();
        (await client.Register(name, name.ToUpperInvariant())).MustBeProblem("validation_failed", "password");
    }

    [Fact]
    public async Task A_password_of_128_characters_of_any_script_lets_in_again()
    {
        using var client = server.NewClient();
        var (name, password) = (ChatApi.NewName(), string.Concat(Enumerable.Repeat("пароль密码🔑 ", 128 / 11))[..120]);
        (await client.Register(name, password)).MustBe(HttpStatusCode.Created);
        (await client.LogIn(name, password)).MustBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0")]
    public async Task A_display_name_outside_the_rules_is_refused(string displayName)
    {
        using var client = server.NewClient();
        (await client.Register(ChatApi.NewName(), displayName: displayName)).MustBeProblem("validation_failed", "displayName");
        (await client.Register(ChatApi.NewName(), displayName: new string('x', 65))).MustBeProblem("validation_failed", "displayName");
    }

    [Fact]
    public async Task Every_field_that_broke_a_rule_is_named()
    {
        using var client = server.NewClient();
        (await client.Register("a b", "short", new string('x', 65))).MustBeProblem("validation_failed", "username", "password", "displayName");
    }
}
