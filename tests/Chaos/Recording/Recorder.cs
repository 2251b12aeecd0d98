using System.Diagnostics;

namespace OrleansChat.Chaos;

/// <summary>Takes down what happens, from all clients at once.</summary>
internal sealed class Recorder
{
    private readonly Lock _lock = new();
    private readonly Interner<string> _users = new();
    private readonly Interner<string> _conversations = new();
    private readonly Interner<string> _clientIds = new();
    private readonly Interner<string> _failureCodes = new();
    private readonly Interner<State> _states = new();
    private readonly List<Send> _sends = [];
    private readonly List<Answer> _answers = [];
    private readonly List<Change> _changes = [];
    private readonly List<ConnectionLog> _connections = [];
    private readonly List<ExecutedFault> _faults = [];
    private readonly List<Failure> _failures = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<int> _acked = [];
    private Stopwatch _clock = Stopwatch.StartNew();
    private long _order;

    /// <summary>Milliseconds since <see cref="Begin()"/>.</summary>
    public long Now => _clock.ElapsedMilliseconds;

    public int Acked => Locked(() => _acked.Count);

    public int Failures => Locked(() => _failures.Count);

    public IReadOnlyList<string> Notes => Locked<IReadOnlyList<string>>(() => [.. _notes]);

    /// <summary>The load begins.</summary>
    public void Begin() => _clock = Stopwatch.StartNew();

    public int User(string id) => Locked(() => _users.Place(id));

    public int Conversation(string id) => Locked(() => _conversations.Place(id));

    public int State(Message message) => Locked(() => _states.Place(new State(
        _conversations.Place(message.ConversationId),
        message.Seq,
        message.Version,
        _users.Place(message.SenderId),
        message.ClientMessageId is { } id ? _clientIds.Place($"{id}") : -1,
        Hashes.Of(message.Content),
        Hashes.Rest(message),
        (message.DeletedAt is null ? StateFlags.None : StateFlags.Deleted)
            | (message.Type == MessageType.System ? StateFlags.System : StateFlags.None))));

    /// <summary>A client begins to send.</summary>
    /// <returns>Names the message in <see cref="Ack"/>.</returns>
    public int Begin(string user, string conversation, Guid clientId, string content) => Locked(() =>
    {
        _sends.Add(new Send(
            _users.Place(user), _conversations.Place(conversation), _clientIds.Place($"{clientId}"), Hashes.Of(content), ++_order, Now));
        return _sends.Count - 1;
    });

    public void Ack(int message, Ack ack, int frontEnd) => Locked(() =>
    {
        var createdAt = ack.CreatedAt.UtcTicks / TimeSpan.TicksPerMicrosecond;
        _answers.Add(new Answer(message, ack.Seq, ack.Version, createdAt, ack.Duplicate, ++_order, Now, frontEnd));
        return _acked.Add(message);
    });

    /// <summary>When a call begins; goes into <see cref="Change.Order"/>.</summary>
    public long NextOrder() => Locked(() => ++_order);

    public void Add(Change change) => Locked(() => Add(_changes, change));

    public void Add(ExecutedFault fault) => Locked(() => Add(_faults, fault));

    public void Note(string note) => Locked(() => Add(_notes, note));

    public void Fail(string code) => Locked(() => Add(_failures, new Failure(Now, _failureCodes.Place(code))));

    public ConnectionLog Connected(string user, int frontEnd) => Locked(() =>
    {
        var log = new ConnectionLog(_users.Place(user), frontEnd, Now);
        _connections.Add(log);
        return log;
    });

    /// <summary>What was taken down, with what was read in the end.</summary>
    public History ToHistory(
        IReadOnlyList<Final> finals, IReadOnlyList<LogRow> log, IReadOnlyList<VersionRow> versions, IReadOnlyList<MemberRow> members) =>
        Locked(() => new History
        {
            Users = _users.All,
            Conversations = _conversations.All,
            ClientIds = _clientIds.All,
            States = _states.All,
            Sends = _sends,
            Answers = _answers,
            Changes = _changes,
            Connections = [.. _connections.Select(connection => connection.ToRow())],
            Finals = finals,
            Log = log,
            Versions = versions,
            Members = members,
            Faults = [.. _faults.OrderBy(fault => fault.At)],
            FailureCodes = _failureCodes.All,
            Failures = _failures,
        });

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_lock)
            return action();
    }
}
