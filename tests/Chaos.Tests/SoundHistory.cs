namespace OrleansChat.Chaos.Tests;

/// <summary>
/// A small history in which everything went well, made by a server of a few lines: people send, edit, delete, react and read, some
/// messages are sent twice, everybody is pushed everything on two connections, and in the end sees it all.
/// </summary>
internal sealed class SoundHistory
{
    private const int Users = 4;
    private const int Deeds = 120;

    /// <summary>Two direct conversations, a group of three, a group of all.</summary>
    private static readonly int[][] Conversations = [[0, 1], [2, 3], [0, 1, 2], [0, 1, 2, 3]];

    private readonly Random _random;
    private readonly List<string> _clientIds = [];
    private readonly List<State> _states = [];
    private readonly List<Send> _sends = [];
    private readonly List<Answer> _answers = [];
    private readonly List<Change> _changes = [];
    private readonly List<VersionRow> _versions = [];
    private readonly List<(int State, long FirstVersion)>[] _logs = [.. Conversations.Select(_ => new List<(int, long)>())];
    private readonly long[][] _read = [.. Conversations.Select(_ => new long[Users])];
    private readonly List<int>[][] _pushes = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, Users).Select(_ => new List<int>()).ToArray())];
    private long _order;
    private int _half;

    private SoundHistory(int seed) => _random = new Random(seed);

    public static History Make(int seed) => new SoundHistory(seed).Run();

    private History Run()
    {
        foreach (var group in new[] { 2, 3 })
            Write(group, Next(group) with { Flags = StateFlags.System });
        for (var deed = 0; deed < Deeds; deed++)
        {
            _half = deed * 2 / Deeds;
            var conversation = _random.Next(Conversations.Length);
            var user = Conversations[conversation][_random.Next(Conversations[conversation].Length)];
            switch (_random.Next(10))
            {
                case 0:
                    Edit(conversation, user);
                    break;
                case 1:
                    Delete(conversation, user);
                    break;
                case 2:
                    React(conversation, user);
                    break;
                case 3:
                    Read(conversation, user);
                    break;
                default:
                    Send(conversation, user);
                    break;
            }
        }
        return ToHistory();
    }

    private State Next(int conversation) => new(
        conversation, _logs[conversation].Count + 1, NextVersion(conversation), Conversations[conversation][0], -1,
        _random.NextInt64(1000, 1L << 40), _random.NextInt64(1000, 1L << 40), StateFlags.None);

    private long NextVersion(int conversation) => _versions.Count(row => row.Conversation == conversation) + 1;

    private void Send(int conversation, int user)
    {
        _clientIds.Add($"id {_clientIds.Count}");
        var message = Next(conversation) with { Sender = user, ClientId = _clientIds.Count - 1 };
        _sends.Add(new Send(user, conversation, message.ClientId, message.Content, ++_order, _order));
        Write(conversation, message);
        _read[conversation][user] = message.Seq;
        var answer = new Answer(_sends.Count - 1, message.Seq, message.Version, 1000 + _order, false, ++_order, _order, user % 2);
        _answers.Add(answer);
        if (_random.Next(4) == 0)
            _answers.Add(answer with { Duplicate = true, Order = ++_order, FrontEnd = 1 - (user % 2) });
    }

    private void Edit(int conversation, int user)
    {
        if (Own(conversation, user) is not { } mine)
            return;
        var edited = mine with { Version = NextVersion(conversation), Content = mine.Content + 1, Rest = mine.Rest + 1 };
        _changes.Add(new Change(ChangeKind.Edit, user, conversation, mine.Seq, edited.Content, ++_order, ChangeOutcome.Done, edited.Version));
        Write(conversation, edited);
    }

    private void Delete(int conversation, int user)
    {
        if (Own(conversation, user) is not { } mine)
            return;
        _changes.Add(new Change(ChangeKind.Delete, user, conversation, mine.Seq, 0, ++_order, ChangeOutcome.Done, 0));
        Write(conversation, mine with { Version = NextVersion(conversation), Content = 0, Rest = mine.Rest + 1, Flags = StateFlags.Deleted });
    }

    private void React(int conversation, int user)
    {
        if (Own(conversation, user) is not { } mine)
            return;
        var version = NextVersion(conversation);
        _changes.Add(new Change(ChangeKind.React, user, conversation, mine.Seq, 0, ++_order, ChangeOutcome.Done, version));
        Write(conversation, mine with { Version = version, Rest = mine.Rest + 1 });
    }

    private void Read(int conversation, int user)
    {
        var seq = Math.Max(_read[conversation][user], _random.Next(_logs[conversation].Count + 1));
        _read[conversation][user] = seq;
        _changes.Add(new Change(ChangeKind.Read, user, conversation, seq, 0, ++_order, ChangeOutcome.Done, 0));
    }

    private State? Own(int conversation, int user)
    {
        State[] mine = [.. _logs[conversation].Select(row => _states[row.State])
            .Where(state => state.Sender == user && state.Flags == StateFlags.None)];
        return mine.Length == 0 ? null : mine[_random.Next(mine.Length)];
    }

    private void Write(int conversation, State state)
    {
        _states.Add(state);
        var (place, log) = (_states.Count - 1, _logs[conversation]);
        if (state.Seq > log.Count)
            log.Add((place, state.Version));
        else
            log[(int)state.Seq - 1] = (place, log[(int)state.Seq - 1].FirstVersion);
        _versions.Add(new VersionRow(conversation, state.Version, state.Seq));
        foreach (var member in Conversations[conversation])
            _pushes[_half][member].Add(place);
    }

    private History ToHistory() => new()
    {
        Users = [.. Enumerable.Range(0, Users).Select(user => $"user {user}")],
        Conversations = [.. Conversations.Select((_, conversation) => $"conversation {conversation}")],
        ClientIds = _clientIds,
        States = _states,
        Sends = _sends,
        Answers = _answers,
        Changes = _changes,
        Connections = [.. _pushes.SelectMany((half, number) => half.Select((pushes, user) => new Connection(user, number, 0, _order, pushes)))],
        Finals = [.. Conversations.SelectMany((members, conversation) => members.SelectMany(user => Finals(conversation, user)))],
        Log = [.. _logs.SelectMany(log => log.Select(row => new LogRow(row.State, row.FirstVersion)))],
        Versions = _versions,
        Members = [.. Conversations.SelectMany((members, conversation) => members.Select(user =>
            new MemberRow(conversation, user, Joined(conversation), _read[conversation][user], _read[conversation][user])))],
        Faults = [new ExecutedFault(10, 20, "killSilo", "silo 1", "")],
        FailureCodes = ["send: timeout"],
        Failures = [new Failure(12, 0)],
    };

    private IEnumerable<Final> Finals(int conversation, int user)
    {
        State[] log = [.. _logs[conversation].Select(row => _states[row.State])];
        var unread = log.Count(state => state.Seq > Math.Max(_read[conversation][user], Joined(conversation))
            && state.Sender != user && state.Flags == StateFlags.None);
        var read = _read[conversation][user];
        return Enum.GetValues<FinalSource>().Select(source => new Final(
            source, user, conversation, log.Length == 0 ? 0 : log.Max(state => state.Version), log.Length, read, read, unread,
            [.. _logs[conversation].Select(row => row.State)]));
    }

    private static long Joined(int conversation) => conversation < 2 ? 0 : 1;
}
