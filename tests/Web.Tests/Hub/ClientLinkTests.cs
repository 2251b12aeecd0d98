using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>How pushes are put together and handed to a connection's transport.</summary>
public sealed class ClientLinkTests
{
    private const char RecordEnd = '\u001e';
    private static readonly JsonHubProtocol Protocol = new();
    private static readonly RecordJoiner Joiner = new(new Protocols());

    [Fact]
    public async Task What_is_owed_by_the_connections_turn_is_one_write_in_order()
    {
        var client = new Client();
        Assert.True(client.Link.Owe(Message(1)));
        Assert.False(client.Link.Owe(Message(2)));
        Assert.Equal(0, client.Writes);

        client.Link.TakeTurn();

        Assert.Equal(1, client.Writes);
        Assert.Equal([1, 2], await client.Read(2));
        Assert.True(client.Link.Owe(Message(3)));
    }

    [Fact]
    public async Task What_is_sent_at_once_comes_after_what_is_owed()
    {
        var client = new Client();
        client.Link.Owe(Message(1));
        await client.Link.Send(Message(2));
        client.Link.TakeTurn();

        Assert.Equal(1, client.Writes);
        Assert.Equal([1, 2], await client.Read(2));
    }

    [Fact]
    public async Task One_write_is_a_part_of_what_the_transport_takes()
    {
        var client = new Client();
        for (var i = 0; i < 30; i++)
            client.Link.Owe(Message(i, 10_000));

        client.Link.TakeTurn();

        Assert.InRange(client.Writes, 5, 10);
        Assert.Equal(Enumerable.Range(0, 30), await client.Read(30));
    }

    [Fact]
    public async Task A_client_that_reads_again_gets_all_in_order_and_in_few_writes()
    {
        var client = new Client();
        Task last = Task.CompletedTask;
        for (var i = 0; i < 40; i++)
            last = client.Link.Send(Message(i, 10_000)); // the transport holds half a megabyte, and so may wait
        for (var i = 40; i < 1_000; i++)
            last = client.Link.Send(Message(i));
        var before = client.Writes;

        Assert.Equal(Enumerable.Range(0, 1_000), await client.Read(1_000));

        await last.Within("the last is written", TimeSpan.FromSeconds(30));
        Assert.Equal(0, client.Drops);
        Assert.InRange(client.Writes - before, 0, 40);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_nobody_waits_for_it()
    {
        var client = new Client();
        Task last = Task.CompletedTask;
        for (var i = 0; i < 2_000 && client.Drops == 0; i++)
            last = client.Link.Send(Message(i, 10_000));

        Assert.Equal(1, client.Drops);
        await last.Within("the last is given up", TimeSpan.FromSeconds(30));
        Assert.True(client.Link.Send(Message(0)).IsCompletedSuccessfully);
        Assert.False(client.Link.Owe(Message(0)));
    }

    [Fact]
    public async Task In_turns_everybody_gets_each_push_once_and_in_order()
    {
        var clients = Enumerable.Range(0, 100).Select(_ => new Client()).ToArray();
        var links = clients.Select(client => client.Link).ToArray();
        var reading = clients.Select(client => client.Read(2_000)).ToArray();
        using var rounds = new WriteRounds(TimeProvider.System);
        for (var i = 0; i < 2_000; i++)
        {
            rounds.Push(links, Message(i), isMeant: null);
            await rounds.Room().Within("there is room again", TimeSpan.FromSeconds(60));
        }

        foreach (var read in await Task.WhenAll(reading).Within("all have all", TimeSpan.FromSeconds(60)))
            Assert.Equal(Enumerable.Range(0, 2_000), read);
        Assert.All(clients, client => Assert.Equal(0, client.Drops));
    }

    [Fact]
    public async Task In_turns_whoever_is_not_meant_gets_nothing()
    {
        var (one, other) = (new Client(), new Client());
        using var rounds = new WriteRounds(TimeProvider.System);
        rounds.Push([one.Link, other.Link], Message(1), link => link == one.Link);
        rounds.Push([one.Link, other.Link], Message(2), isMeant: null);

        Assert.Equal([1, 2], await one.Read(2));
        Assert.Equal([2], await other.Read(1));
    }

    [Fact]
    public async Task What_comes_until_the_next_round_begins_is_one_write()
    {
        var (client, clock) = (new Client(), new FakeTimeProvider());
        using var rounds = new WriteRounds(clock);
        rounds.Push([client.Link], Message(1), isMeant: null);
        rounds.Push([client.Link], Message(2), isMeant: null);
        clock.Advance(TimeSpan.FromMilliseconds(1) - TimeSpan.FromTicks(1));
        await Task.Delay(20); // it would have been written by now
        Assert.Equal(0, client.Writes);

        clock.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal([1, 2], await client.Read(2));
        Assert.Equal(1, client.Writes);
    }

    private static SerializedHubMessage Message(int number, int length = 1) =>
        new(new InvocationMessage("Test", [number, new string('x', length)]));

    /// <summary>A connection whose transport counts writes, and what its client reads.</summary>
    private sealed class Client
    {
        private readonly CountingWriter _writer;
        private readonly PipeReader _reader;
        private readonly StringBuilder _text = new();
        private int _drops;

        public Client()
        {
            // As the transport's where the hub is mapped.
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 512 * 1024, resumeWriterThreshold: 256 * 1024, useSynchronizationContext: false));
            (_writer, _reader) = (new CountingWriter(pipe.Writer), pipe.Reader);
            var connection = new HubConnectionContext(
                new DefaultConnectionContext("test") { Transport = new Duplex(new Pipe().Reader, _writer) },
                new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromMinutes(1), ClientTimeoutInterval = TimeSpan.FromMinutes(2) },
                NullLoggerFactory.Instance)
            {
                Protocol = Protocol,
            };
            var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
            var dropped = new SlowClients(meters, NullLogger<SlowClients>.Instance);
            var listener = new MeterListener
            {
                InstrumentPublished = (instrument, self) =>
                {
                    if (instrument.Meter.Scope == meters)
                        self.EnableMeasurementEvents(instrument);
                },
            };
            listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _drops, (int)count));
            listener.Start();
            Link = new ClientLink(connection, new SlowClientOptions(), Joiner, dropped, TimeProvider.System);
        }

        public ClientLink Link { get; }

        public int Drops => Volatile.Read(ref _drops);

        public int Writes => _writer.Flushes;

        /// <summary>The numbers of the next messages.</summary>
        public async Task<List<int>> Read(int count)
        {
            var numbers = new List<int>();
            while (numbers.Count < count)
            {
                var read = await _reader.ReadAsync().AsTask().Within("something to read", TimeSpan.FromSeconds(60));
                foreach (var part in read.Buffer)
                    _text.Append(Encoding.UTF8.GetString(part.Span));
                _reader.AdvanceTo(read.Buffer.End);
                var records = _text.ToString().Split(RecordEnd);
                numbers.AddRange(records[..^1].Select(Number));
                _text.Clear().Append(records[^1]);
            }
            return numbers;
        }

        private static int Number(string record) =>
            System.Text.Json.JsonDocument.Parse(record).RootElement.GetProperty("arguments")[0].GetInt32();
    }

    private sealed class Protocols : IHubProtocolResolver
    {
        public IReadOnlyList<IHubProtocol> AllProtocols => [Protocol];

        public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) => Protocol;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class CountingWriter(PipeWriter writer) : PipeWriter
    {
        private int _flushes;

        public int Flushes => Volatile.Read(ref _flushes);

        public override void Advance(int bytes) => writer.Advance(bytes);

        public override void CancelPendingFlush() => writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => writer.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _flushes);
            return writer.FlushAsync(cancellationToken);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);
    }
}
