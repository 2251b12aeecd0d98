using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansChat.Conversations;

namespace OrleansChat.Grains.Tests.Wire;

/// <summary>
/// Bytes that earlier versions have sent between silos and front-ends. Files in <c>Wire/payloads</c>, one a version, made by
/// <c>CHAT_WRITE_WIRE=VERSION</c>: each record's name, its bytes, and in words what they say.
/// </summary>
public sealed class RecordedPayloadTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(Message).Assembly).AddAssembly(typeof(RecordedPayloadTests).Assembly))
        .BuildServiceProvider();

    private static string Folder => Path.Combine(WireList.Folder(), "payloads");

    public static TheoryData<string> Versions => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public void Todays_code_reads_what_an_earlier_version_has_sent(string version)
    {
        var records = 0;
        foreach (var record in File.ReadAllText(Path.Combine(Folder, $"{version}.txt")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = record.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var read = Serializer.Deserialize<object>(Convert.FromBase64String(lines[0].Split(' ')[1]));
            Assert.Empty(lines[1..].Except(SampleValues.Lines(read)));
            records++;
        }
        Assert.True(records > 40, $"{version} holds only {records} records");
    }

    /// <summary>Records what this version sends, when <c>CHAT_WRITE_WIRE</c> names a version. Else checks that it can be read.</summary>
    [Fact]
    public void What_is_sent_can_be_read()
    {
        var records = Samples().Select(sample => (Value: sample, Bytes: Serializer.SerializeToArray<object>(sample))).ToList();
        Assert.All(records, record =>
            Assert.Equal(SampleValues.Lines(record.Value), SampleValues.Lines(Serializer.Deserialize<object>(record.Bytes))));
        if (Environment.GetEnvironmentVariable(WireList.WriteVariable) is not { } version || version == "1")
            return;
        var texts = records.Select(record =>
            $"{WireContract.AliasOf(record.Value.GetType())} {Convert.ToBase64String(record.Bytes)}\n"
            + $"{string.Join('\n', SampleValues.Lines(record.Value))}\n");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Folder).FullName, $"{version}.txt"), string.Join('\n', texts));
    }

    [Fact]
    public void What_a_newer_version_has_added_is_passed_over()
    {
        var expected = (Ack)SampleValues.Of(typeof(Ack))!;
        var newer = new NewerAck(
            expected.ConversationId, expected.Seq, expected.Version, expected.CreatedAt, expected.Duplicate, "new", (Message)SampleValues.Of(typeof(Message))!);
        Assert.Equal(expected, Serializer.Deserialize<Ack>(Serializer.SerializeToArray(newer)));
    }

    [Fact]
    public void What_an_older_version_did_not_have_is_left_empty()
    {
        var read = Serializer.Deserialize<NewMessage>(Serializer.SerializeToArray(new OlderNewMessage(Guid.Empty, "text")));
        Assert.Equal(new NewMessage(Guid.Empty, "text", ReplyTo: null), read);
    }

    private static IEnumerable<object> Samples() => WireContract.Records
        .Where(type => !type.IsAbstract)
        .Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(Message)) : type)
        .Select(type => SampleValues.Of(type)!);
}

/// <summary>As the next version might send an <see cref="Ack"/>. In the place of a record whose type is known no name is sent.</summary>
[GenerateSerializer, Alias("test-newer-ack")]
internal sealed record NewerAck(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] long Seq,
    [property: Id(2)] long Version,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] bool Duplicate,
    [property: Id(5)] string Note,
    [property: Id(6)] Message Last);

/// <summary>As an earlier version might have sent a <see cref="NewMessage"/>.</summary>
[GenerateSerializer, Alias("test-older-new-message")]
internal sealed record OlderNewMessage([property: Id(0)] Guid ClientMessageId, [property: Id(1)] string Content);
