using System.Text;

namespace OrleansChat.Web.Tests.Http;

/// <summary>Whatever is sent, the answer is a problem of the contract: no 5xx, no stack trace, and others are unharmed.</summary>
[Collection(ServerCollection.Name)]
public sealed class HostileRequestTests(ServerFixture server)
{
    /// <summary>Every route of accounts and users that takes a body, and a text field of that.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "POST /api/auth/register", "username" },
        { "POST /api/auth/login", "password" },
        { "POST /api/auth/refresh", "refreshToken" },
        { "POST /api/auth/password", "currentPassword" },
        { "PATCH /api/users/me", "displayName" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Malformed_JSON_is_refused(string route, string field)
    {
        string[] texts = ["{", "", " ", "[", "nul", "\"text", $"{{\"{field}\":", $"{{\"{field}\":\"\\x\"}}", "\u0001", "{}{}", "// comment"];
        foreach (var text in texts)
            (await Send(route, text)).MustBeProblem(route.EndsWith("refresh", StringComparison.Ordinal) && text.Length == 0 ? "unauthenticated" : "validation_failed");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task JSON_that_is_no_object_is_refused(string route, string field)
    {
        foreach (var text in new[] { "[]", "1", "true", "\"text\"", $"[\"{field}\"]" })
            (await Send(route, text)).MustBeProblem("validation_failed");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_value_of_the_wrong_type_is_refused_by_name(string route, string field)
    {
        foreach (var value in new[] { "1", "true", "{}", "[]", "[\"a\"]", "1e999" })
            (await Send(route, $$"""{"{{field}}":{{value}}}""")).MustBeProblem("validation_failed", field);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Half_a_surrogate_pair_is_refused(string route, string field) =>
        (await Send(route, $$"""{"{{field}}":"\ud800"}""")).MustBeProblem("validation_failed", field);

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Bytes_that_are_no_UTF_8_are_refused(string route, string field)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes($"{{\"{field}\":\""), 0xff, 0xfe, .. "\"}"u8];
        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        (await Send(route, content)).MustBeProblem("validation_failed");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Deep_nesting_is_refused(string route, string field) =>
        (await Send(route, $$"""{"unknown":{{new string('[', 5_000)}}{{new string(']', 5_000)}},"{{field}}":"x"}""")).MustBeProblem("validation_failed");

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Another_media_type_is_refused(string route, string field)
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/xml" })
            (await Send(route, new StringContent($$"""{"{{field}}":"x"}""", Encoding.UTF8, type))).MustBeProblem("unsupported_media_type");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_of_1_MB_is_too_large(string route, string field)
    {
        var text = $$"""{"{{field}}":"{{new string('x', 1_000_000)}}"}""";
        (await Send(route, text)).MustBeProblem("too_large");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_of_unknown_size_is_too_large_once_it_is(string route, string field)
    {
        var content = new PushedContent($$"""{"{{field}}":"{{new string('x', 300_000)}}"}""");
        (await Send(route, content)).MustBeProblem("too_large");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task An_over_long_value_is_refused(string route, string field) =>
        (await Send(route, $$"""{"{{field}}":"{{new string('x', 100_000)}}"}"""))
            .MustBeProblem(route.EndsWith("refresh", StringComparison.Ordinal) ? "unauthenticated" : "validation_failed");

    [Theory]
    [InlineData("POST /api/auth/register", "username", "password")]
    [InlineData("POST /api/auth/login", "username", "password")]
    [InlineData("POST /api/auth/password", "currentPassword", "newPassword")]
    [InlineData("PATCH /api/users/me", "displayName")]
    public async Task Every_missing_field_is_named(string route, params string[] fields)
    {
        (await Send(route, "{}")).MustBeProblem("validation_failed", fields);
        (await Send(route, $"{{{string.Join(',', fields.Select(field => $"\"{field}\":null"))}}}")).MustBeProblem("validation_failed", fields);
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        using var client = server.NewClient();
        (await client.Post("/api/auth/register", new { username = ChatApi.NewName(), ChatApi.Password, isAdmin = true })).MustBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/auth/sessions/x/y")]
    [InlineData("POST", "/api/users/u.00000000000000000000000000/x")]
    [InlineData("DELETE", "/api/auth/sessions/s.00000000000000000000000000")]
    [InlineData("DELETE", "/api/auth/sessions/%01")]
    [InlineData("DELETE", "/api/auth/sessions/u.00000000000000000000000000")]
    public async Task What_does_not_exist_is_not_found(string method, string path)
    {
        var client = await server.Someone();
        (await client.Send(HttpMethod.Parse(method), path)).MustBeProblem("not_found");
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_answer_is_named_by_status_and_keeps_a_code()
    {
        var client = await server.Someone();
        var answer = (await client.Delete("/api/users/")).MustBe(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("validation_failed", answer["code"]);
    }

    [Fact]
    public async Task Answers_name_no_server_and_are_not_cached()
    {
        var client = await server.Someone();
        var answer = await client.GetMe();
        Assert.Empty(answer.Header("Server"));
        Assert.Equal(["no-store"], answer.Header("Cache-Control"));
    }

    private Task<Answer> Send(string route, string json) => Send(route, new StringContent(json, Encoding.UTF8, "application/json"));

    private async Task<Answer> Send(string route, HttpContent content)
    {
        var someone = await server.Someone();
        var parts = route.Split(' ');
        var answer = await someone.Send(HttpMethod.Parse(parts[0]), parts[1], content);
        (await someone.GetMe()).MustBe(HttpStatusCode.OK);
        return answer;
    }

    /// <summary>Sent in chunks, without saying how long it is.</summary>
    private sealed class PushedContent : HttpContent
    {
        private readonly byte[] _body;

        public PushedContent(string json)
        {
            _body = Encoding.UTF8.GetBytes(json);
            Headers.ContentType = new("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
