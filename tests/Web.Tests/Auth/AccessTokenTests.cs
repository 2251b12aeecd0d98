using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansChat.Web.Tests.Auth;

/// <summary>What is not an access token of this server, or no longer one, opens no door.</summary>
[Collection(ServerCollection.Name)]
public sealed class AccessTokenTests(ServerFixture server)
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private static readonly string[] Routes =
    [
        "GET /api/users/me",
        "PATCH /api/users/me",
        "GET /api/users/u.00000000000000000000000000",
        "GET /api/users?query=a",
        "GET /api/auth/sessions",
        "DELETE /api/auth/sessions/s.00000000000000000000000000",
        "POST /api/auth/logout",
        "POST /api/auth/password",
    ];

    [Theory]
    [InlineData("none")]
    [InlineData("garbage")]
    [InlineData("truncated")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("alg none")]
    [InlineData("another algorithm")]
    [InlineData("foreign key")]
    [InlineData("foreign issuer")]
    [InlineData("foreign audience")]
    [InlineData("without expiry")]
    [InlineData("without session")]
    [InlineData("of nobody")]
    [InlineData("of an unknown session")]
    [InlineData("changed claims")]
    public async Task A_token_that_is_not_valid_is_refused_everywhere(string kind)
    {
        var someone = await server.Someone();
        using var forger = server.NewClient();
        forger.AccessToken = Forge(kind, someone.AccessToken!);

        foreach (var route in Routes.Select(route => route.Split(' ')))
            (await forger.Send(HttpMethod.Parse(route[0]), route[1], route[0] is "POST" or "PATCH" ? new { } : null)).MustBeProblem("unauthenticated");
        (await someone.GetMe()).MustBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_forged_with_nothing_wrong_is_accepted()
    {
        var someone = await server.Someone();
        using var client = server.NewClient();
        client.AccessToken = Forge("nothing wrong", someone.AccessToken!);
        (await client.GetMe()).MustBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_query_brings_a_token_only_to_the_hub()
    {
        var token = (await server.Someone()).AccessToken;
        using var client = server.NewClient();
        (await client.Get($"/api/users/me?access_token={token}")).MustBeProblem("unauthenticated");
        (await client.Post($"/hubs/chat/negotiate?negotiateVersion=1&access_token={token}")).MustBe(HttpStatusCode.OK);
        (await client.Post("/hubs/chat/negotiate?negotiateVersion=1")).MustBeProblem("unauthenticated");
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("foreign key")]
    [InlineData("of an unknown session")]
    public async Task A_token_that_is_not_valid_opens_no_hub(string kind)
    {
        var someone = await server.Someone();
        var token = Forge(kind, someone.AccessToken!)!;
        using var client = server.NewClient();
        foreach (var path in new[] { "/negotiate", "" })
            (await client.Post($"/hubs/chat{path}?negotiateVersion=1&access_token={token}")).MustBeProblem("unauthenticated");
        client.AccessToken = token;
        (await client.Post("/hubs/chat/negotiate?negotiateVersion=1")).MustBeProblem("unauthenticated");
        foreach (var transport in Enum.GetValues<HubTransport>())
            await Assert.ThrowsAnyAsync<Exception>(() => ChatHubClient.Connect(new Uri(server.BaseUrl), token, transport: transport));
    }

    private static string? Forge(string kind, string valid)
    {
        var claims = Claims.Of(valid);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return kind switch
        {
            "nothing wrong" => Sign(Header, claims.Text),
            "none" => null,
            "garbage" => "garbage",
            "truncated" => valid[..^1],
            "expired" => Sign(Header, claims.With("exp", now - 31)),
            "not yet valid" => Sign(Header, claims.With("nbf", now + 60)),
            "alg none" => Unsigned("""{"alg":"none","typ":"JWT"}""", claims.Text),
            "another algorithm" => Sign("""{"alg":"HS512","typ":"JWT"}""", claims.Text, (key, text) => HMACSHA512.HashData(key, text)),
            "foreign key" => Sign(Header, claims.Text, (_, text) => HMACSHA256.HashData(new byte[32], text)),
            "foreign issuer" => Sign(Header, claims.With("iss", "other")),
            "foreign audience" => Sign(Header, claims.With("aud", "other")),
            "without expiry" => Sign(Header, claims.Without("exp")),
            "without session" => Sign(Header, claims.Without("sid")),
            "of nobody" => Sign(Header, claims.With("sub", "")),
            "of an unknown session" => Sign(Header, claims.With("sid", "s.00000000000000000000000000")),
            "changed claims" => valid.Replace(valid.Split('.')[1], Encode(claims.With("exp", now + 86_400))),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static string Sign(string header, string claims, Func<byte[], byte[], byte[]>? algorithm = null)
    {
        var text = $"{Encode(header)}.{Encode(claims)}";
        algorithm ??= HMACSHA256.HashData;
        return $"{text}.{Base64Url.EncodeToString(algorithm(ServerFixture.Keys.Signing, Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Unsigned(string header, string claims) => $"{Encode(header)}.{Encode(claims)}.";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private sealed class Claims(Dictionary<string, JsonElement> members)
    {
        public string Text => JsonSerializer.Serialize(members);

        public static Claims Of(string token) =>
            new(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64Url.DecodeFromChars(token.Split('.')[1]))!);

        public string With(string name, object value) =>
            new Claims(new(members) { [name] = JsonSerializer.SerializeToElement(value) }).Text;

        public string Without(string name) => new Claims(members.Where(member => member.Key != name).ToDictionary()).Text;
    }
}
