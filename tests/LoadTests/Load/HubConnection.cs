using System.Buffers.Text;
using System.Text;

namespace OrleansChat.LoadTests.Load;

internal delegate void OnPush(HubConnection connection, ReadOnlySpan<byte> record, long now);

/// <summary>
/// A live connection in SignalR's JSON protocol over a bare WebSocket, without negotiation, as a browser opens one that skips it. It
/// lives on the loop's thread.
/// </summary>
internal sealed class HubConnection
{
    private const int MaxMessage = 16 * 1024;

    private static readonly byte[] Handshake = "{\"protocol\":\"json\",\"version\":1}"u8.ToArray();
    private static readonly byte[] Ping = "{\"type\":6}"u8.ToArray();
    private static readonly byte[] Output = new byte[FrameWriter.MaxHeader + MaxMessage + 1];

    private readonly EventLoop _loop;
    private readonly Endpoint _endpoint;
    private readonly string _token;
    private readonly TaskCompletionSource<HubConnection> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordReader _reader = new();
    private readonly RecordReader.OnRecord _onRecord;
    private readonly byte[] _request;
    private readonly int _socket;
    private readonly int _id;
    private readonly uint _mask;
    private byte[] _unsent = [];
    private Stage _stage = Stage.Connecting;
    private StringBuilder? _answer;
    private long _now;

    private HubConnection(EventLoop loop, Endpoint endpoint, string token, int number, OnPush? onPush)
    {
        (_loop, _endpoint, _token, Number, OnPush) = (loop, endpoint, token, number, onPush);
        _onRecord = Take;
        _mask = (uint)Random.Shared.Next();
        _request = Encoding.ASCII.GetBytes(
            $"GET {endpoint.HubPath}?access_token={token} HTTP/1.1\r\nHost: 127.0.0.1:{endpoint.Port}\r\nConnection: Upgrade\r\n"
            + $"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n\r\n");
        _socket = Libc.Socket();
        _id = loop.Add(this, _socket);
        Libc.Connect(_socket, endpoint.Port);
    }

    private enum Stage
    {
        Connecting,
        Upgrading,
        ShakingHands,
        Open,
        Closed,
    }

    /// <summary>Whose it is, as the scenario counts.</summary>
    public int Number { get; }

    /// <summary>Called for every push.</summary>
    public OnPush? OnPush { get; set; }

    /// <summary>Called when the server ends an open connection; null: that fails the run.</summary>
    public Action<HubConnection>? OnLost { get; set; }

    /// <summary>Called when it is open.</summary>
    private Action<HubConnection>? OnOpen { get; init; }

    public bool IsOpen => _stage == Stage.Open;

    /// <summary>Opens one, from any thread; completes when the hub has taken it.</summary>
    public static async Task<HubConnection> Open(EventLoop loop, Endpoint endpoint, string token, int number, OnPush? onPush)
    {
        var connection = await loop.Run(() => new HubConnection(loop, endpoint, token, number, onPush));
        return await loop.Within(connection._opened.Task);
    }

    /// <summary>Calls a hub method from any thread.</summary>
    /// <param name="arguments">JSON, without the brackets around them.</param>
    /// <returns>The record that answers; an error's text is part of it.</returns>
    public async Task<string> Call(string method, string arguments)
    {
        var call = new TextCall();
        await _loop.Run(() => Invoke(call, Encoding.UTF8.GetBytes(method), Encoding.UTF8.GetBytes(arguments)));
        return await _loop.Within(call.Answer.Task);
    }

    /// <summary>Calls a hub method; the answer goes to <paramref name="call"/>.</summary>
    public void Invoke(ICall call, ReadOnlySpan<byte> method, ReadOnlySpan<byte> arguments)
    {
        var text = new JsonText(Output.AsSpan(FrameWriter.MaxHeader));
        text.Add("{\"type\":1,\"invocationId\":\""u8);
        text.Add(_loop.Await(call, this));
        text.Add("\",\"target\":\""u8);
        text.Add(method);
        text.Add("\",\"arguments\":["u8);
        text.Add(arguments);
        text.Add("]}"u8);
        Finish(text.Length);
    }

    /// <summary>Opens another one for the same user, in the place of one that was lost; on the loop's thread.</summary>
    public void Reopen(Action<HubConnection> onOpen) =>
        _ = new HubConnection(_loop, _endpoint, _token, Number, OnPush) { OnLost = OnLost, OnOpen = onOpen };

    /// <summary>Tells the server that the client lives.</summary>
    public void KeepAlive() => SendText(Ping);

    /// <summary>Closes the socket without a goodbye, as a lost network does.</summary>
    public void Drop()
    {
        if (_stage == Stage.Closed)
            return;
        _stage = Stage.Closed;
        _loop.Remove(_id, _socket);
    }

    /// <summary>The socket has something.</summary>
    public unsafe void Ready(uint events, byte* buffer, int length)
    {
        if (_stage == Stage.Connecting)
        {
            if (Libc.ErrorOf(_socket) is not 0 and var error)
            {
                Lost($"The server cannot be reached (error {error}).");
                return;
            }
            _stage = Stage.Upgrading;
            _loop.WatchWrites(_id, _socket, false);
            SendBytes(_request);
            return;
        }
        if ((events & Libc.Writable) != 0)
            SendRest();
        if ((events & ~Libc.Writable) != 0)
            Receive(buffer, length);
    }

    private unsafe void Receive(byte* buffer, int length)
    {
        while (_stage != Stage.Closed)
        {
            var count = Libc.Receive(_socket, buffer, length);
            if (count == -1)
                return;
            if (count <= 0)
            {
                Lost("The server closed a connection.");
                return;
            }
            _now = Clock.Now;
            var bytes = new ReadOnlySpan<byte>(buffer, count);
            if (_stage == Stage.Upgrading)
                bytes = ReadUpgrade(bytes);
            if (bytes.Length > 0 && _reader.Read(bytes, _onRecord) == ReadEnd.Closed)
            {
                Lost("The server closed a connection.");
                return;
            }
            if (count < length)
                return;
        }
    }

    private ReadOnlySpan<byte> ReadUpgrade(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        var taken = end < 0 ? bytes.Length : end + 4;
        (_answer ??= new()).Append(Encoding.ASCII.GetString(bytes[..taken]));
        if (end < 0)
            return [];
        if (!_answer.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            Lost($"The server refused a connection: {_answer} {Encoding.UTF8.GetString(bytes[taken..])}");
            return [];
        }
        _answer = null;
        _stage = Stage.ShakingHands;
        SendText(Handshake);
        return bytes[taken..];
    }

    private void Take(ReadOnlySpan<byte> record)
    {
        if (_stage == Stage.ShakingHands)
        {
            if (!record.SequenceEqual("{}"u8))
            {
                Lost($"The hub refused a connection: {Encoding.UTF8.GetString(record)}");
                return;
            }
            _stage = Stage.Open;
            _opened.SetResult(this);
            OnOpen?.Invoke(this);
            return;
        }
        switch (HubRecord.KindOf(record))
        {
            case HubRecord.Completion:
                var (id, isError) = HubRecord.AnswerOf(record);
                _loop.Take(id)?.Answered(this, record, isError, _now);
                break;
            case HubRecord.Invocation:
                OnPush?.Invoke(this, record, _now);
                break;
            case HubRecord.Close:
                Lost($"The hub closed a connection: {Encoding.UTF8.GetString(record)}");
                break;
        }
    }

    private void Lost(string reason)
    {
        if (_stage == Stage.Closed)
            return;
        var wasOpen = _stage == Stage.Open;
        Drop();
        _loop.Refuse(this);
        if (!wasOpen && OnOpen is null)
            _opened.TrySetException(new IOException(reason));
        else if (wasOpen && OnLost is not null)
            OnLost(this);
        else
            _loop.Fail(new IOException($"{reason} It was that of user {Number}."));
    }

    private void SendText(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Output.AsSpan(FrameWriter.MaxHeader));
        Finish(text.Length);
    }

    private void Finish(int length)
    {
        Output[FrameWriter.MaxHeader + length] = 0x1E;
        var end = FrameWriter.MaxHeader + length + 1;
        var start = FrameWriter.Finish(Output.AsSpan(0, end), _mask);
        SendBytes(Output.AsSpan(start, end - start));
    }

    private unsafe void SendBytes(ReadOnlySpan<byte> bytes)
    {
        if (_stage == Stage.Closed)
            return;
        if (_unsent.Length > 0)
        {
            _unsent = [.. _unsent, .. bytes];
            return;
        }
        int sent;
        fixed (byte* start = bytes)
            sent = Libc.Send(_socket, start, bytes.Length);
        if (sent == bytes.Length)
            return;
        if (sent == -2)
        {
            Lost("A connection broke.");
            return;
        }
        _unsent = bytes[Math.Max(sent, 0)..].ToArray();
        _loop.WatchWrites(_id, _socket, true);
    }

    private void SendRest()
    {
        var rest = _unsent;
        _unsent = [];
        _loop.WatchWrites(_id, _socket, false);
        if (rest.Length > 0)
            SendBytes(rest);
    }

    private sealed class TextCall : ICall
    {
        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answered(HubConnection connection, ReadOnlySpan<byte> record, bool isError, long now) =>
            Answer.SetResult(Encoding.UTF8.GetString(record));
    }

    /// <summary>Bytes one after the other.</summary>
    private ref struct JsonText(Span<byte> output)
    {
        private readonly Span<byte> _output = output;

        public int Length { get; private set; }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_output[Length..]);
            Length += bytes.Length;
        }

        public void Add(int number)
        {
            Utf8Formatter.TryFormat(number, _output[Length..], out var written);
            Length += written;
        }
    }
}
