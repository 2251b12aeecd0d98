using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.Grains.Groups;
using OrleansChat.Presence;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Wire;

/// <summary>
/// JSON that earlier versions have written: states of grains, which lie in databases, and what clients know. Files in
/// <c>Wire/json</c>, one a version, made by <c>CHAT_WRITE_WIRE=VERSION</c>.
/// </summary>
public sealed class RecordedJsonTests
{
    private static readonly Type[] Seen =
    [
        typeof(Message), typeof(Image), typeof(Reaction), typeof(Ack), typeof(Conversation), typeof(Member), typeof(Receipt),
        typeof(ReceiptCount), typeof(Typing), typeof(SyncAnswer), typeof(Contact), typeof(User), typeof(SessionInfo), typeof(UserPresence),
    ];

    /// <summary>As Orleans' storage serializer has them, and the embedded runtime.</summary>
    private static readonly JsonSerializerOptions Stored = new()
    {
        IncludeFields = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static string Folder => Path.Combine(WireList.Folder(), "json");

    public static TheoryData<string> Versions => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Todays_code_reads_it_and_says_all_of_it(string version)
    {
        var types = Types().ToDictionary(entry => entry.Name);
        var lines = File.ReadAllLines(Path.Combine(Folder, $"{version}.txt"));
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var (name, json) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            Assert.True(types.TryGetValue(name, out var entry), $"{name} is stored or known to clients and is not there any more.");
            var read = JsonSerializer.Deserialize(json, entry.Type, entry.Options);
            var again = JsonSerializer.Serialize(read, entry.Type, entry.Options);
            Assert.Empty(Values(json).Except(Values(again)));
        }
    }

    /// <summary>Records what this version writes, when <c>CHAT_WRITE_WIRE</c> names a version. Else checks that each state can be read again.</summary>
    [Fact]
    public void What_is_written_can_be_read()
    {
        var lines = Types().Select(entry => $"{entry.Name} {JsonSerializer.Serialize(SampleValues.Of(entry.Type), entry.Type, entry.Options)}").ToList();
        if (Environment.GetEnvironmentVariable(WireList.WriteVariable) is { } version and not "1")
            File.WriteAllLines(Path.Combine(Directory.CreateDirectory(Folder).FullName, $"{version}.txt"), lines);
        Assert.All(Types(), entry =>
        {
            var json = JsonSerializer.Serialize(SampleValues.Of(entry.Type), entry.Type, entry.Options);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, entry.Type, entry.Options), entry.Type, entry.Options));
        });
    }

    [Fact]
    public void A_member_that_a_newer_version_has_added_is_no_hindrance()
    {
        var json = """{"Name":"n","CreatedBy":"u","CreatedAt":"2026-01-31T00:00:00+00:00","Colour":"red"}""";
        Assert.Equal("n", JsonSerializer.Deserialize<GroupState>(json, Stored)!.Name);
    }

    /// <summary>States as the storage writes them, the others as clients get them.</summary>
    private static IEnumerable<(string Name, Type Type, JsonSerializerOptions Options)> Types() =>
        WireContract.States.Select(state => ($"state:{state.Name}", state.State, Stored))
            .Concat(Seen.Select(type => (type.Name, type, JsonSerializerOptions.Web)));

    private static IEnumerable<string> Values(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Values(document.RootElement, "")];
    }

    private static IEnumerable<string> Values(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Values(member.Value, $"{path}.{member.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, i) => Values(item, $"{path}[{i}]")),
        _ => [$"{path} = {element.GetRawText()}"],
    };
}
