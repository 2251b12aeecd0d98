using System.Text;

namespace OrleansChat.LoadTests.Load;

/// <summary>When speakers send; lives on the loop's thread.</summary>
internal interface IPace
{
    void Start(Traffic traffic);

    /// <summary>Nothing new is sent from here on.</summary>
    void Stop();

    void Answered(Traffic traffic, Speaker speaker, uint number, bool isError, long now);

    void Delivered(Traffic traffic, uint number, long now);

    /// <summary>A speaker whose connection was lost has another one; what was under way there is answered as refused.</summary>
    void Returned(Traffic traffic, Speaker speaker, long now);
}

/// <summary>
/// Messages that speakers send at some pace, and what comes of them: answers, and pushes to whoever listens. Belongs to one set of
/// connections, whose pushes it takes.
/// </summary>
internal sealed class Traffic
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly EventLoop _loop;
    private readonly HubConnection[] _connections;
    private readonly IReadOnlyList<Speaker> _speakers;
    private readonly Stack<Sending> _free = new();
    private Tally _tally = new();
    private IPace? _pace;
    private uint _number;
    private long _expected;
    private long _delivered;

    /// <param name="server">Whose connections they are.</param>
    /// <param name="connections">Of everybody who listens; one that the server drops is replaced in it.</param>
    /// <param name="speakers">All that are ever to send.</param>
    public Traffic(string server, EventLoop loop, HubConnection[] connections, IReadOnlyList<Speaker> speakers)
    {
        (Server, _loop, _connections, _speakers) = (server, loop, connections, speakers);
        foreach (var connection in connections)
        {
            connection.OnPush = Pushed;
            connection.OnLost = Reconnect;
        }
    }

    public string Server { get; }

    /// <summary>Sent and not answered.</summary>
    public int Open { get; private set; }

    /// <summary>Deliveries of answered messages that have not come after a long wait.</summary>
    public long Missing { get; private set; }

    /// <summary>Connections that the server dropped; each came back at once.</summary>
    public long Lost { get; private set; }

    /// <summary>How often the server told somebody to sync.</summary>
    public long Resyncs { get; private set; }

    /// <summary>Only on the loop's thread.</summary>
    public void Schedule(ITimed timed, long at) => _loop.Schedule(timed, at);

    public Task Start(IPace pace) => _loop.Run(() => (_pace = pace).Start(this));

    /// <summary>Begins to count anew.</summary>
    /// <returns>What was counted until now.</returns>
    public Task<Tally> Count() => _loop.Run(() =>
    {
        var counted = _tally;
        _tally = new Tally();
        return counted;
    });

    /// <summary>Sends no more and waits until everything is answered.</summary>
    public async Task Drain(CancellationToken cancel)
    {
        await _loop.Run(() => _pace!.Stop());
        await WaitFor(() => Open == 0, cancel);
    }

    /// <summary>Sends no more and waits until everything is answered and delivered.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        await Drain(cancel);
        await WaitFor(() => _delivered >= _expected, cancel);
        await _loop.Run(() =>
        {
            Missing += Math.Max(0, _expected - _delivered);
            (_pace, _expected, _delivered) = (null, 0, 0);
        });
    }

    private async Task WaitFor(Func<bool> happened, CancellationToken cancel)
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end && !await _loop.Run(happened);)
            await _loop.Delay(Look, cancel);
    }

    /// <summary>Sends one message; only on the loop's thread.</summary>
    /// <param name="intended">When it was to be sent: what is late has waited.</param>
    /// <returns>Its number.</returns>
    public uint Send(Speaker speaker, long intended)
    {
        var sending = _free.TryPop(out var free) ? free : new Sending(this);
        (sending.Speaker, sending.Intended, sending.Number) = (speaker, intended, ++_number);
        Open++;
        _tally.Late.Record(Clock.Now - intended);
        speaker.Send(sending, new MessageStamp(intended, speaker.Connection.Number, _number));
        return _number;
    }

    private void Answered(Sending sending, ReadOnlySpan<byte> record, bool isError, long now)
    {
        Open--;
        if (isError)
        {
            _tally.Refused++;
            _tally.Refusal ??= Encoding.UTF8.GetString(record);
        }
        else
        {
            _tally.Acks.Record(now - sending.Intended);
            _expected += sending.Speaker!.Listeners;
        }
        var (speaker, number) = (sending.Speaker!, sending.Number);
        _free.Push(sending);
        _pace?.Answered(this, speaker, number, isError, now);
    }

    private void Pushed(HubConnection connection, ReadOnlySpan<byte> record, long now)
    {
        // Others may have a message in them, too: a conversation its newest.
        if (record.IndexOf("\"target\":\"MessageChanged\""u8) < 0)
        {
            if (record.IndexOf("\"target\":\"ResyncRequired\""u8) >= 0)
                Resyncs++;
            return;
        }
        if (!MessageStamp.TryFind(record, out var stamp) || stamp.Sender == connection.Number)
            return;
        _delivered++;
        _tally.Deliveries.Record(now - stamp.Time);
        _pace?.Delivered(this, stamp.Number, now);
    }

    private void Reconnect(HubConnection lost)
    {
        Lost++;
        lost.Reopen(opened =>
        {
            _connections[Array.IndexOf(_connections, lost)] = opened;
            foreach (var speaker in _speakers.Where(speaker => speaker.Connection == lost))
            {
                speaker.Connection = opened;
                _pace?.Returned(this, speaker, Clock.Now);
            }
        });
    }

    private sealed class Sending(Traffic traffic) : ICall
    {
        public Speaker? Speaker { get; set; }

        public long Intended { get; set; }

        public uint Number { get; set; }

        public void Answered(HubConnection connection, ReadOnlySpan<byte> record, bool isError, long now) =>
            traffic.Answered(this, record, isError, now);
    }
}
