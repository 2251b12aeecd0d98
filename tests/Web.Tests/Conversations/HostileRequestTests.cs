using System.Text;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Whatever is sent to a route of conversations or groups, the answer is a problem of the contract.</summary>
[Collection(ChatCollection.Name)]
public sealed class HostileRequestTests(ChatFixture chat)
{
    private const string Nobody = "u.00000000000000000000000000";

    /// <summary>Every route that takes a body, a body that works on a group with the caller's message at seq 2, and the fields
    /// that are checked.</summary>
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "POST conversations/direct", $$"""{"userId":"{{Nobody}}"}""", "userId" },
        { "PATCH conversations/ID", """{"muted":true}""", "muted" },
        { "POST conversations/ID/read", """{"seq":1}""", "seq" },
        { "POST conversations/ID/delivered", """{"seq":1}""", "seq" },
        {
            "POST conversations/ID/messages",
            """{"clientMessageId":"0198c0de-0000-7000-8000-000000000002","content":"x"}""",
            "clientMessageId content replyTo type imageId"
        },
        { "PATCH conversations/ID/messages/2", """{"content":"y"}""", "content" },
        { "POST groups", """{"name":"x","memberIds":[]}""", "name memberIds" },
        { "PATCH groups/ID", """{"name":"y"}""", "name" },
        { "POST groups/ID/members", """{"userIds":[]}""", "userIds" },
        { "POST sync", """{"cursors":{}}""", "cursors since" },
    };

    /// <summary>Every route of a conversation, with a body that is right.</summary>
    public static TheoryData<string, string?> Routes => new()
    {
        { "GET conversations/ID", null },
        { "PATCH conversations/ID", """{"muted":true}""" },
        { "GET conversations/ID/members", null },
        { "POST conversations/ID/read", """{"seq":1}""" },
        { "POST conversations/ID/delivered", """{"seq":1}""" },
        { "GET conversations/ID/messages", null },
        { "POST conversations/ID/messages", """{"clientMessageId":"0198c0de-0000-7000-8000-000000000003","content":"x"}""" },
        { "PATCH conversations/ID/messages/2", """{"content":"x"}""" },
        { "DELETE conversations/ID/messages/2", null },
        { "GET conversations/ID/messages/2/history", null },
        { "PUT conversations/ID/messages/2/reactions/%F0%9F%91%8D", null },
        { "DELETE conversations/ID/messages/2/reactions/%F0%9F%91%8D", null },
        { "PUT conversations/ID/pins/2", null },
        { "DELETE conversations/ID/pins/2", null },
        { "PATCH groups/ID", """{"name":"x"}""" },
        { "POST groups/ID/members", """{"userIds":[]}""" },
        { $"DELETE groups/ID/members/{Nobody}", null },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Malformed_bodies_are_refused(string route, string body, string fields)
    {
        var (alice, group) = await Group();
        string[] texts = ["", " ", "{", "[", "nul", "\"text", "{}{}", "[]", "1", "\"text\"", "null", "\u0001", body[..^1], new string('[', 5_000)];
        foreach (var text in texts)
            await MustBe("validation_failed", alice, route, group, text);
        foreach (var type in new[] { "text/plain", "application/xml", "application/x-www-form-urlencoded" })
            await MustBe("unsupported_media_type", alice, route, group, new StringContent(body, Encoding.UTF8, type));
        var field = fields.Split(' ')[0];
        byte[] notUtf8 = [.. Encoding.UTF8.GetBytes($"{{\"{field}\":\""), 0xff, 0xfe, .. "\"}"u8];
        var content = new ByteArrayContent(notUtf8) { Headers = { ContentType = new("application/json") } };
        await MustBe("validation_failed", alice, route, group, content);
        await MustBe("too_large", alice, route, group, $$"""{"{{field}}":"{{new string('x', 1_000_000)}}"}""");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_field_of_a_wrong_type_is_refused(string route, string body, string fields)
    {
        var (alice, group) = await Group();
        foreach (var field in fields.Split(' '))
        {
            string[] wrongs = field switch
            {
                "muted" => ["1", "\"true\"", "{}", "[]"],
                "seq" or "replyTo" => ["\"1\"", "true", "{}", "[]", "1.5", "-1", "9007199254740992", "99999999999999999999999", "1e400"],
                "memberIds" or "userIds" => ["1", "true", "{}", "\"u.1\"", "[1]", "[null]", "[\"\"]", "[\"x\"]", "[[]]", "[\"\\ud800\"]"],
                "cursors" => ["1", "true", "[]", "\"x\"", "null"],
                "since" => ["1", "true", "{}", "[]", "\"\\ud800\""],
                "userId" => ["1", "true", "{}", "[]", "null", "\"\\ud800\""],
                _ => ["1", "true", "{}", "[]", "[\"a\"]", "\"\\u0000\"", "\"\\ud800\""],
            };
            foreach (var wrong in wrongs)
            {
                var members = JsonElement.Parse(body).EnumerateObject().Where(member => member.Name != field)
                    .Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}").Append($"\"{field}\":{wrong}");
                await MustBe("validation_failed", alice, route, group, $"{{{string.Join(',', members)}}}");
            }
        }
    }

    [Theory]
    [InlineData("POST conversations/direct", "userId")]
    [InlineData("POST conversations/ID/read", "seq")]
    [InlineData("POST conversations/ID/delivered", "seq")]
    [InlineData("POST conversations/ID/messages", "clientMessageId")]
    [InlineData("PATCH conversations/ID/messages/2", "content")]
    [InlineData("POST groups", "name")]
    [InlineData("POST groups/ID/members", "userIds")]
    [InlineData("POST sync", "cursors")]
    public async Task A_missing_field_is_named(string route, string field)
    {
        var (alice, group) = await Group();
        foreach (var body in new[] { "{}", $"{{\"{field}\":null}}" })
            Assert.Contains($"\"{field}\":[", (await MustBe("validation_failed", alice, route, group, body)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task What_the_caller_may_not_see_is_not_found(string route, string? body)
    {
        var people = chat.People(3);
        var (alice, bob, former) = (people[0], people[1], people[2]);
        var (_, group) = await Group(bob, former);
        await former.Leave(group);
        var direct = (await alice.OpenDirect(bob)).Id;
        await alice.Send(direct, "private");
        string[] ids =
        [
            group, direct, Ids.NewGroup(), Ids.Direct(former.Id, Nobody), "x", "g.", former.Id, group.ToUpperInvariant(), $"{group}%20",
            "%01", "%F0%9F%98%80", "..%2F..%2Fhealth", new string('g', 5_000),
        ];
        foreach (var id in ids)
            await MustBe("not_found", former, route, id, body);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("GET")]
    public async Task A_message_that_does_not_exist_is_not_found(string method)
    {
        var (alice, group) = await Group();
        var (suffix, body) = (method == "GET" ? "/history" : "", method == "PATCH" ? """{"content":"x"}""" : null);
        foreach (var seq in new[] { "0", "3", "-1", "x", "1.5", "9007199254740991", "9007199254740992", "99999999999999999999999" })
            await MustBe("not_found", alice, $"{method} conversations/ID/messages/{seq}{suffix}", group, body);
    }

    [Theory]
    [InlineData("POST conversations/direct", """{"userId":"u.00000000000000000000000000"}""", "not_found")]
    [InlineData("POST conversations/direct", """{"userId":"x"}""", "not_found")]
    [InlineData("POST groups", """{"name":"x","memberIds":["u.00000000000000000000000000"]}""", "validation_failed")]
    public async Task A_person_who_does_not_exist_cannot_be_talked_to(string route, string body, string code) =>
        await MustBe(code, (await Group()).Alice, route, "", body);

    [Fact]
    public async Task Nobody_talks_to_oneself()
    {
        var alice = chat.Somebody;
        await alice.OpenDirect(alice).MustBeRefused("validation_failed");
    }

    [Fact]
    public async Task Too_many_people_or_cursors_are_refused()
    {
        var (alice, group) = await Group();
        var people = string.Join(',', Enumerable.Repeat($"\"{Nobody}\"", 201));
        await MustBe("validation_failed", alice, "POST groups", group, $$"""{"name":"x","memberIds":[{{people}}]}""");
        await MustBe("validation_failed", alice, "POST groups/ID/members", group, $$"""{"userIds":[{{people}}]}""");
        var cursors = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"\"g{i}\":1"));
        await MustBe("validation_failed", alice, "POST sync", group, $$$"""{"cursors":{{{{cursors}}}}}""");
    }

    [Fact]
    public async Task Without_a_token_every_route_answers_alike()
    {
        foreach (var (route, _) in Routes.Select(row => ((string)row[0]!, row[1])))
        {
            var (method, path) = Split(route, "g.00000000000000000000000000");
            using var answer = await chat.Http.SendAsync(new HttpRequestMessage(method, $"api/{path}"));
            Assert.Equal("unauthenticated", Refusal.Read(answer, await answer.Content.ReadAsStringAsync()).Code);
        }
    }

    private async Task<(ChatUser Alice, string Id)> Group(params ChatUser[] others)
    {
        var alice = chat.Somebody;
        var group = (await alice.CreateGroup("hostile", others)).Id;
        await alice.Send(group, "seq 2");
        return (alice, group);
    }

    private static Task<Refusal> MustBe(string code, ChatUser user, string route, string id, string? body) =>
        MustBe(code, user, route, id, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<Refusal> MustBe(string code, ChatUser user, string route, string id, HttpContent? body)
    {
        var (method, path) = Split(route, id);
        var sent = body is null ? "" : await body.ReadAsStringAsync();
        using var answer = await user.Request(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        var what = $"{method} {path} with {sent[..Math.Min(sent.Length, 200)]}";
        Assert.False(answer.IsSuccessStatusCode, $"{what} was accepted: {text}");
        var refusal = Refusal.Read(answer, text);
        Assert.True(refusal.Code == code, $"{what}: expected {code}, got {text}");
        return refusal;
    }

    private static (HttpMethod Method, string Path) Split(string route, string id)
    {
        var parts = route.Replace("ID", id, StringComparison.Ordinal).Split(' ', 2);
        return (new HttpMethod(parts[0]), parts[1]);
    }
}
