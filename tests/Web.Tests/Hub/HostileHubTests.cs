using Microsoft.AspNetCore.SignalR;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Whatever a connection sends, the answer has a code of the contract, and other connections are unharmed.</summary>
[Collection(ChatCollection.Name)]
public sealed class HostileHubTests(ChatFixture chat)
{
    private const string Nobody = "u.00000000000000000000000000";

    /// <summary>Every method with an argument that works on a group with a message of the caller's at seq 2, and its fields that
    /// are checked.</summary>
    public static TheoryData<string, string, string> Methods => new()
    {
        {
            "SendMessage",
            """{"conversationId":ID,"clientMessageId":"0198c0de-0000-7000-8000-000000000001","content":"x"}""",
            "clientMessageId content replyTo type imageId"
        },
        { "EditMessage", """{"conversationId":ID,"seq":2,"content":"y"}""", "seq content" },
        { "MarkRead", """{"conversationId":ID,"seq":2}""", "seq" },
        { "MarkDelivered", """{"conversationId":ID,"seq":2}""", "seq" },
        { "SetTyping", """{"conversationId":ID,"typing":true}""", "typing" },
        { "React", """{"conversationId":ID,"seq":2,"reaction":"👍","on":true}""", "seq reaction on" },
        { "DeleteMessage", """{"conversationId":ID,"seq":2}""", "seq" },
    };

    public static IEnumerable<object[]> Calls => Methods.Select(row => row[..2]);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_is_no_argument_is_refused(string method, string argument)
    {
        var (alice, group) = await GroupOf(chat.Somebody);
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, alice);
        foreach (var wrong in new[] { "null", "1", "true", "\"text\"", "[]", "[[]]", "[{}]", "1.5", "1e400" })
            MustBe("validation_failed", await raw.Invoke(method, wrong), $"{method}({wrong})");
        var right = argument.Replace("ID", $"\"{group}\"", StringComparison.Ordinal);
        foreach (var count in new[] { "", $"{right},{right}", "1,2,3" })
            MustBe("validation_failed", await raw.Invoke(method, count), $"{method}({count})");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_missing_or_wrong_field_is_refused_and_what_is_right_is_done(string method, string argument, string fields)
    {
        var (alice, group) = await GroupOf(chat.Somebody);
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, alice);
        var right = argument.Replace("ID", $"\"{group}\"", StringComparison.Ordinal);
        foreach (var field in fields.Split(' '))
        {
            string[] wrongs = field switch
            {
                "content" or "clientMessageId" or "type" or "imageId" or "reaction" => ["1", "true", "{}", "[]", "[\"a\"]", "\"\\u0000\"", "\"\\ud800\""],
                "typing" or "on" => ["1", "\"true\"", "{}", "[]", "null"],
                _ => ["\"2\"", "true", "{}", "[]", "1.5", "-1", "9007199254740992", "99999999999999999999999", "1e400"],
            };
            foreach (var wrong in wrongs)
                MustBe("validation_failed", await raw.Invoke(method, With(right, field, wrong)), $"{method} with {field} {wrong}");
            if (field is "content" or "clientMessageId" or "seq" or "typing" or "reaction" or "on")
                MustBe("validation_failed", await raw.Invoke(method, With(right, field, null)), $"{method} without {field}");
        }
        Assert.Null(await raw.Invoke(method, right));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_the_caller_may_not_see_is_not_found(string method, string argument)
    {
        var people = chat.People(3);
        var (alice, bob, former) = (people[0], people[1], people[2]);
        var (_, group) = await GroupOf(alice, bob, former);
        await former.Leave(group);
        var direct = (await alice.OpenDirect(bob)).Id;
        await alice.Send(direct, "private");
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, former);
        foreach (var id in Ids(group, direct, former).Append("null"))
        {
            var error = await raw.Invoke(method, argument.Replace("ID", id, StringComparison.Ordinal));
            MustBe("not_found", error, $"{method} with {id}");
        }
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_refused()
    {
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, chat.Somebody);
        foreach (var method in new[] { "Nothing", "OnConnectedAsync", "Dispose", "ToString", "MessageChanged" })
            Assert.NotNull(await raw.Invoke(method, "{}"));
        Assert.Null(await raw.Invoke("Ping", ""));
    }

    [Theory]
    [InlineData("""{"type":1""")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"type":"1"}""")]
    [InlineData("""{"type":1,"target":5,"arguments":[]}""")]
    [InlineData("""{"type":1,"target":"SendMessage","arguments":{}}""")]
    public async Task Malformed_records_end_only_their_own_connection(string record)
    {
        var (alice, group) = await GroupOf(chat.Somebody);
        await using var laptop = await alice.Connect();
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, alice);
        await raw.Send(record);
        Assert.True(await raw.IsClosed());
        await MustWork(laptop, group);
    }

    [Fact]
    public async Task A_wrong_handshake_ends_only_its_own_connection()
    {
        var (alice, group) = await GroupOf(chat.Somebody);
        await using var laptop = await alice.Connect();
        string[] wrong = ["", "{}", "nonsense", """{"protocol":"json","version":99}""", """{"protocol":"messagepack","version":1}"""];
        foreach (var handshake in wrong)
        {
            await using var raw = await RawHubConnection.Connect(chat.Address, alice, handshake);
            await raw.IsClosed();
        }
        await MustWork(laptop, group);
    }

    [Fact]
    public async Task A_message_of_1_MB_ends_only_its_own_connection()
    {
        var (alice, group) = await GroupOf(chat.Somebody);
        await using var laptop = await alice.Connect();
        await using var raw = await RawHubConnection.ConnectReady(chat.Address, alice);
        await raw.Send($$"""{"type":1,"target":"SendMessage","arguments":["{{new string('x', 1_000_000)}}"]}""");
        Assert.True(await raw.IsClosed());
        await MustWork(laptop, group);

        // Below the limit of a message, but over that of a text.
        await using var second = await RawHubConnection.ConnectReady(chat.Address, alice);
        var text = $$"""{"conversationId":"{{group}}","clientMessageId":"{{Guid.NewGuid()}}","content":"{{new string('x', 200_000)}}"}""";
        MustBe("validation_failed", await second.Invoke("SendMessage", text), "an over-long text");
    }

    /// <summary>Conversations that a former member may not see, as JSON: of nobody, of others, no ids at all.</summary>
    private static IEnumerable<string> Ids(string formerGroup, string othersDirect, ChatUser caller) => new[]
    {
        formerGroup, othersDirect, OrleansChat.Ids.NewGroup(), OrleansChat.Ids.Direct(caller.Id, Nobody), "", "x", "g.", "d..", caller.Id,
        $"{formerGroup} ", formerGroup.ToUpperInvariant(), "../../health", new string('g', 100_000), "g.\\u0000", "\\ud83d\\ude00",
    }.Select(id => $"\"{id}\"");

    private static async Task<(ChatUser Owner, string Group)> GroupOf(ChatUser owner, params ChatUser[] others)
    {
        var group = (await owner.CreateGroup("hostile", others)).Id;
        await owner.Send(group, "seq 2");
        return (owner, group);
    }

    private static async Task MustWork(ChatHubClient connection, string group)
    {
        var push = connection.NextMessage(message => message.Content == "unharmed");
        await connection.Send(group, "unharmed");
        await push;
    }

    private static void MustBe(string code, string? error, string what)
    {
        Assert.True(error is not null, $"{what} was accepted");
        Assert.True(Refusal.Read(new HubException(error)).Code == code, $"{what}: expected {code}, got {error}");
    }

    private static string With(string json, string field, string? value)
    {
        var members = JsonElement.Parse(json).EnumerateObject()
            .Where(member => member.Name != field)
            .Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}");
        return $"{{{string.Join(',', value is null ? members : members.Append($"\"{field}\":{value}"))}}}";
    }
}
