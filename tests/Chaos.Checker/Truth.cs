namespace OrleansChat.Chaos.Checker;

/// <summary>A row of the database's log with its state.</summary>
internal sealed record LoggedMessage(int Place, State State, long FirstVersion);

/// <summary>A history with its database made easy to ask.</summary>
internal sealed class Truth
{
    private static readonly LoggedMessage[] Nothing = [];

    private readonly Dictionary<int, LoggedMessage[]> _logs;
    private readonly ILookup<(int Conversation, int Sender, int ClientId), LoggedMessage> _byClientId;
    private readonly Dictionary<(int Conversation, long Seq), LoggedMessage> _bySeq = [];
    private readonly Dictionary<(int Conversation, long Version), long> _seqOfVersion = [];

    public Truth(History history)
    {
        History = history;
        var rows = history.Log.Select(row => new LoggedMessage(row.State, history.States[row.State], row.FirstVersion)).ToArray();
        _logs = rows.GroupBy(row => row.State.Conversation)
            .ToDictionary(group => group.Key, group => group.OrderBy(row => row.State.Seq).ToArray());
        _byClientId = rows.Where(row => row.State.ClientId >= 0)
            .ToLookup(row => (row.State.Conversation, row.State.Sender, row.State.ClientId));
        foreach (var row in rows)
            _bySeq.TryAdd((row.State.Conversation, row.State.Seq), row);
        foreach (var row in history.Versions)
            _seqOfVersion.TryAdd((row.Conversation, row.Version), row.Seq);
    }

    public History History { get; }

    /// <summary>The messages of a conversation by seq.</summary>
    public IReadOnlyList<LoggedMessage> Log(int conversation) => _logs.GetValueOrDefault(conversation, Nothing);

    public IEnumerable<LoggedMessage> Find(int conversation, int sender, int clientId) => _byClientId[(conversation, sender, clientId)];

    public LoggedMessage? Find(int conversation, long seq) => _bySeq.GetValueOrDefault((conversation, seq));

    /// <returns>Null: the log of changes has no such version.</returns>
    public long? SeqOf(int conversation, long version) =>
        _seqOfVersion.TryGetValue((conversation, version), out var seq) ? seq : null;

    /// <summary>Names a conversation in findings, as <see cref="Name(State)"/> names a message and <see cref="User"/> a user.</summary>
    public string Name(int conversation) => History.Conversations[conversation];

    public string Name(State state) => $"{Name(state.Conversation)} seq {state.Seq} version {state.Version} ({Id(state.Sender, state.ClientId)})";

    public string Name(Send send) => $"{Name(send.Conversation)} ({Id(send.User, send.ClientId)})";

    public string User(int user) => History.Users[user];

    private string Id(int sender, int clientId) =>
        $"{(clientId < 0 ? "without client id" : History.ClientIds[clientId])} of {User(sender)}";
}
