using System.Text;
using OrleansChat.LoadTests.Load;

namespace OrleansChat.Chaos.Tests.Bench;

/// <summary>WebSocket frames and SignalR records of the load generator.</summary>
public sealed class FrameTests
{
    private const int Text = 1, Continuation = 0, Close = 8, Ping = 9;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void RecordsAreFoundWhereverReadsCut(int readLength)
    {
        string[] records = ["{}", new('a', 100), new('b', 200), new('c', 70_000), "", "{\"type\":6}"];
        byte[] stream =
        [
            .. Frame(Text, records[0] + '\x1e'),
            .. Frame(Text, records[1] + '\x1e' + records[2][..50]),
            .. Frame(Ping, "are you there"),
            .. Frame(Continuation, records[2][50..] + '\x1e'),
            .. Frame(Text, ""),
            .. Frame(Text, records[3] + '\x1e' + records[4] + '\x1e'),
            .. Frame(Text, records[5] + '\x1e'),
        ];
        var (reader, found) = (new RecordReader(), new List<string>());
        foreach (var part in stream.Chunk(readLength))
            Assert.Equal(ReadEnd.Open, reader.Read(part, record => found.Add(Encoding.UTF8.GetString(record))));

        Assert.Equal(records, found);
    }

    [Fact]
    public void WhatFollowsACloseIsNotRead()
    {
        var found = 0;
        byte[] stream = [.. Frame(Text, "{}\x1e"), .. Frame(Close, "\u0003\u0000"), .. Frame(Text, "{}\x1e")];

        Assert.Equal(ReadEnd.Closed, new RecordReader().Read(stream, _ => found++));
        Assert.Equal(1, found);
    }

    [Fact]
    public void AMaskedFrameOfAServerIsRefused() =>
        Assert.Throws<InvalidDataException>(() => new RecordReader().Read([0x81, 0x80, 1, 2, 3, 4], _ => { }));

    [Fact]
    public void CompressedFramesAreRefused() =>
        Assert.Throws<InvalidDataException>(() => new RecordReader().Read([0xC1, 1, (byte)'a'], _ => { }));

    [Theory]
    [InlineData(0, 6)]
    [InlineData(125, 6)]
    [InlineData(126, 8)]
    [InlineData(65_535, 8)]
    public void AWrittenFrameIsThePayloadMasked(int length, int headerLength)
    {
        var payload = new byte[length];
        new Random(1).NextBytes(payload);
        byte[] buffer = [.. new byte[FrameWriter.MaxHeader], .. payload];
        var frame = buffer[FrameWriter.Finish(buffer, 0x12345678)..];

        Assert.Equal(headerLength + length, frame.Length);
        Assert.Equal(0x81, frame[0]);
        Assert.Equal(length < 126 ? length : 126, frame[1] & 0x7F);
        Assert.Equal(0x80, frame[1] & 0x80);
        if (length >= 126)
            Assert.Equal(length, (frame[2] << 8) | frame[3]);
        var mask = frame[(headerLength - 4)..headerLength];
        Assert.Equal([0x78, 0x56, 0x34, 0x12], mask);
        Assert.Equal(payload, frame[headerLength..].Select((value, i) => (byte)(value ^ mask[i % 4])));
    }

    [Fact]
    public void AStampComesBackFromAPush()
    {
        var stamp = new MessageStamp(123_456_789_012_345, 4_321, uint.MaxValue);
        var id = new byte[MessageStamp.Length];
        stamp.Write(id);

        Assert.True(Guid.TryParseExact(Encoding.ASCII.GetString(id), "D", out _));
        var push = $"{{\"type\":1,\"target\":\"MessageChanged\",\"arguments\":[{{\"clientMessageId\":\"{Encoding.ASCII.GetString(id)}\"}}]}}";
        Assert.True(MessageStamp.TryFind(Encoding.UTF8.GetBytes(push), out var found));
        Assert.Equal(stamp, found);
        Assert.False(MessageStamp.TryFind("{\"clientMessageId\":null}"u8, out _));
    }

    [Theory]
    [InlineData("{\"type\":3,\"invocationId\":\"17\",\"result\":{\"seq\":1}}", 17, false)]
    [InlineData("{\"type\":3,\"invocationId\":\"17\",\"error\":\"forbidden: No.\"}", 17, true)]
    [InlineData("{\"type\":3,\"invocationId\":\"17\",\"result\":null}", 17, false)]
    [InlineData("{ \"error\": \"x\", \"invocationId\": \"5\", \"type\": 3 }", 5, true)]
    public void AnAnswerNamesItsInvocation(string record, int id, bool isError)
    {
        var bytes = Encoding.UTF8.GetBytes(record);

        Assert.Equal(HubRecord.Completion, HubRecord.KindOf(bytes));
        Assert.Equal((id, isError), HubRecord.AnswerOf(bytes));
    }

    private static byte[] Frame(int opcode, string text)
    {
        var payload = Encoding.Latin1.GetBytes(text);
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)payload.Length],
            <= 0xFFFF => [126, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [127, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length],
        };
        return [(byte)(0x80 | opcode), .. length, .. payload];
    }
}
