namespace OrleansChat.Web.Tests.Users;

[Collection(ServerCollection.Name)]
public sealed class UserTests(ServerFixture server)
{
    [Fact]
    public async Task A_profile_is_public_to_whoever_is_signed_in()
    {
        using var ann = await server.NewClient().RegisterUser(displayName: "Ann");
        using var bob = await server.NewClient().RegisterUser();

        var profile = (await bob.Get($"/api/users/{ann.UserId}")).MustBe(HttpStatusCode.OK);
        Assert.Equal(
            $$"""{"id":"{{ann.UserId}}","username":"{{ann.Username}}","displayName":"Ann","avatarUrl":null,"online":null,"lastSeenAt":null}""",
            profile.Json.GetRawText());
    }

    [Fact]
    public async Task A_changed_display_name_is_seen_by_others_and_found()
    {
        using var ann = await server.NewClient().RegisterUser();
        using var bob = await server.NewClient().RegisterUser();
        var name = $"Zoë {ann.Username}";

        (await ann.Patch("/api/users/me", new { displayName = $" {name} " })).MustBe(HttpStatusCode.OK);
        Assert.Equal(name, (await bob.Get($"/api/users/{ann.UserId}"))["displayName"]);
        Assert.Equal([ann.UserId], await Find(bob, name.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("u.00000000000000000000000000")]
    [InlineData("u.0000")]
    [InlineData("g.00000000000000000000000000")]
    [InlineData("s%2F..%2F..")]
    [InlineData("%01")]
    [InlineData("'; DROP TABLE users; --")]
    public async Task An_unknown_id_and_what_is_no_id_are_not_found(string id)
    {
        var client = await server.Someone();
        (await client.Get($"/api/users/{id}")).MustBeProblem("not_found");
    }

    [Fact]
    public async Task Search_pages_through_everybody_once_and_leaves_out_the_caller()
    {
        var prefix = ChatApi.NewName("find");
        var expected = new List<string>();
        using var caller = await server.NewClient().RegisterUser($"{prefix}-me");
        for (var i = 0; i < 3; i++)
        {
            using var found = await server.NewClient().RegisterUser($"{prefix}-{i}");
            expected.Add(found.UserId);
        }
        Assert.Equal(expected, await Find(caller, prefix, limit: 2));
    }

    [Theory]
    [InlineData("", "query")]
    [InlineData("?query=", "query")]
    [InlineData("?query=%20", "query")]
    [InlineData("?query=%00", "query")]
    [InlineData("?query=a&limit=0", "limit")]
    [InlineData("?query=a&limit=201", "limit")]
    [InlineData("?query=a&limit=-1", "limit")]
    [InlineData("?query=a&limit=x", "limit")]
    [InlineData("?query=a&limit=99999999999999999999", "limit")]
    [InlineData("?query=a&cursor=x", "cursor")]
    [InlineData("?query=a&cursor=AAAAAAAA", "cursor")]
    public async Task A_search_outside_the_rules_is_refused_by_name(string query, string field)
    {
        var client = await server.Someone();
        (await client.Get($"/api/users{query}")).MustBeProblem("validation_failed", field);
    }

    private static async Task<List<string>> Find(ChatApi client, string query, int limit = 50)
    {
        var found = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = (await client.Get($"/api/users?query={Uri.EscapeDataString(query)}&limit={limit}{cursor}")).MustBe(HttpStatusCode.OK).Json;
            var items = page.GetProperty("items").EnumerateArray().Select(user => user.GetProperty("id").GetString()!).ToList();
            Assert.InRange(items.Count, 0, limit);
            found.AddRange(items);
            if (page.GetProperty("nextCursor").GetString() is not { } next)
                return found;
            cursor = $"&cursor={next}";
        }
    }
}
