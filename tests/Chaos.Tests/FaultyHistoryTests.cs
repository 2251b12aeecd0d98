namespace OrleansChat.Chaos.Tests;

/// <summary>Histories that each hold one fault of delivery, and what the checker must call it.</summary>
public sealed class FaultyHistoryTests
{
    private static readonly Dictionary<string, (FindingKind Kind, Func<History, Random, History> Break)> Faults = new()
    {
        ["an acknowledged message is gone without a trace"] = (FindingKind.Lost, (history, random) =>
        {
            var last = LastAcked(history, random);
            return history with
            {
                Log = [.. history.Log.Where(row => !IsOf(history.States[row.State], last))],
                Versions = [.. history.Versions.Where(row => (row.Conversation, row.Seq) != (last.Conversation, last.Seq))],
            };
        }
        ),
        ["an Ack of a message that was never written"] = (FindingKind.Lost, (history, _) => history with
        {
            ClientIds = history.ClientIds.And("never written"),
            Sends = history.Sends.And(new Send(0, 0, history.ClientIds.Count, 5, 100_000, 0)),
            Answers = history.Answers.And(new Answer(history.Sends.Count, 99, 199, 0, false, 100_001, 0, 0)),
        }),
        ["a repeated Ack that names another seq"] = (FindingKind.Lost, (history, random) =>
            history with { Answers = history.Answers.And(Any(history.Answers, random) is var answer ? answer with { Seq = answer.Seq + 1, Duplicate = true, Order = 100_000 } : null!) }),
        ["a repeated Ack that names another time"] = (FindingKind.Lost, (history, random) =>
            history with { Answers = history.Answers.And(Any(history.Answers, random) is var answer ? answer with { CreatedAt = answer.CreatedAt + 1, Duplicate = true, Order = 100_000 } : null!) }),
        ["a message that is new twice"] = (FindingKind.Doubled, (history, random) =>
        {
            var answer = Any([.. history.Answers.Where(answer => !answer.Duplicate)], random);
            return history with { Answers = history.Answers.And(answer with { Order = 100_000 }) };
        }
        ),
        ["a message that is in the database twice"] = (FindingKind.Doubled, (history, random) =>
        {
            var first = LastAcked(history, random);
            var (seq, version) = (Log(history, first.Conversation).Max(state => state.Seq) + 1, Versions(history, first.Conversation).Max() + 1);
            return history with
            {
                States = history.States.And(first with { Seq = seq, Version = version }),
                Log = history.Log.And(new LogRow(history.States.Count, version)),
                Versions = history.Versions.And(new VersionRow(first.Conversation, version, seq)),
            };
        }
        ),
        ["a seq that nobody has"] = (FindingKind.Holes, (history, random) =>
        {
            var last = LastAcked(history, random);
            var place = history.States.IndexOf(state => state == last);
            return history with { States = history.States.With(place, last with { Seq = last.Seq + 1 }) };
        }
        ),
        ["a version that is missing"] = (FindingKind.Holes, (history, random) =>
            history with { Versions = history.Versions.Without(random.Next(history.Versions.Count)) }),
        ["pushes in the wrong order"] = (FindingKind.Disordered, (history, random) => WithPushes(history, random, pushes =>
        {
            var later = pushes.IndexOf(place => history.States[place].Conversation == history.States[pushes[0]].Conversation && place != pushes[0]);
            return pushes.With(0, pushes[later]).With(later, pushes[0]);
        })),
        ["a push of a message that was never committed"] = (FindingKind.Lost, (history, random) => WithPushes(
            history with { States = history.States.And(history.States[^1] with { Seq = 99, Version = 199, ClientId = -1 }) },
            random, pushes => pushes.And(history.States.Count))),
        ["a push of a change that was never committed"] = (FindingKind.Lost, (history, random) => WithPushes(
            history with { States = history.States.And(history.States[^1] with { Version = 199, Content = 7 }) },
            random, pushes => pushes.And(history.States.Count))),
        ["a push with another text than the database's"] = (FindingKind.TimelineDifference, (history, random) =>
        {
            var state = LastAcked(history, random);
            return WithPushes(history with { States = history.States.And(state with { Content = 7 }) }, random, pushes => pushes.And(history.States.Count));
        }
        ),
        ["a message that was shown at two places"] = (FindingKind.Doubled, (history, random) => WithPushes(
            history, random, pushes => pushes.And(history.States.Count), pushes =>
            {
                var shown = history.States[pushes.First(place => history.States[place].ClientId >= 0)];
                return history with { States = history.States.And(shown with { Seq = shown.Seq + 1, Version = 199 }) };
            })),
        ["a later message that comes before an acknowledged one"] = (FindingKind.Disordered, (history, random) =>
        {
            var talk = Any([.. history.Sends.GroupBy(send => send.Conversation).Where(sends => sends.Count() > 1)], random);
            var early = history.Sends.IndexOf(send => send == talk.First());
            // It began when everything had been acknowledged.
            return history with
            {
                Sends = history.Sends.With(early, talk.First() with { Order = 100_000 }),
                Answers = [.. history.Answers.Select(answer => answer.Message == early ? answer with { Order = 100_001 } : answer)],
            };
        }
        ),
        ["a timeline with a message at another place"] = (FindingKind.Disordered, (history, random) => WithTimeline(history, random, states =>
        {
            var moved = history.States[states[^1]] with { Seq = 1 };
            return (history with { States = history.States.And(moved) }, states.With(0, history.States.Count));
        })),
        ["a timeline with two messages swapped"] = (FindingKind.TimelineDifference, (history, random) =>
            WithTimeline(history, random, states => (history, states.With(0, states[1]).With(1, states[0])))),
        ["a timeline that holds a message twice"] = (FindingKind.Doubled, (history, random) => WithTimeline(history, random, states =>
            (history, states.And(states.First(place => history.States[place].ClientId >= 0))))),
        ["a timeline with an old text"] = (FindingKind.TimelineDifference, (history, random) => WithTimeline(history, random, states =>
            (history with { States = history.States.And(history.States[states[^1]] with { Content = 7 }) }, states.With(states.Count - 1, history.States.Count)))),
        ["a conversation that somebody does not see"] = (FindingKind.TimelineDifference, (history, random) =>
            history with { Finals = history.Finals.Without(random.Next(history.Finals.Count)) }),
        ["a conversation of others that somebody sees"] = (FindingKind.TimelineDifference, (history, _) =>
            history with { Finals = history.Finals.And(history.Finals.First(final => final.Conversation == 0) with { User = 3 }) }),
        ["an unread count that is one too many"] = (FindingKind.UnreadDifference, (history, random) => WithFinal(history, random, final =>
            final with { UnreadCount = final.UnreadCount + 1 })),
        ["a read position that is not the database's"] = (FindingKind.UnreadDifference, (history, random) => WithFinal(history, random, final =>
            final with { ReadSeq = final.ReadSeq + 1 })),
        ["an answered read position that fell back"] = (FindingKind.Lost, (history, random) =>
        {
            var read = Any([.. history.Changes.Where(change => change is { Kind: ChangeKind.Read, Seq: > 0 })], random);
            var member = history.Members.IndexOf(member => (member.Conversation, member.User) == (read.Conversation, read.User));
            return history with { Members = history.Members.With(member, history.Members[member] with { ReadSeq = read.Seq - 1 }) };
        }
        ),
        ["an answered edit that is not in the log of changes"] = (FindingKind.Lost, (history, random) =>
        {
            var edit = Any([.. history.Changes.Where(change => change.Kind is ChangeKind.Edit or ChangeKind.React)], random);
            return history with { Versions = [.. history.Versions.Where(row => (row.Conversation, row.Version) != (edit.Conversation, edit.Version))] };
        }
        ),
        ["an answered edit whose text is not there"] = (FindingKind.Lost, (history, _) =>
        {
            var edited = history.Changes.Where(change => change.Kind is ChangeKind.Edit or ChangeKind.Delete)
                .GroupBy(change => (change.Conversation, change.Seq)).First(changes => changes.All(change => change.Kind == ChangeKind.Edit)).Last();
            return history with { Changes = history.Changes.With(history.Changes.IndexOf(change => change == edited), edited with { Content = 7 }) };
        }
        ),
        ["an answered deletion that did not happen"] = (FindingKind.Lost, (history, _) => history with
        {
            States = [.. history.States.Select(state => state with { Flags = state.Flags & ~StateFlags.Deleted })],
        }),
        ["a text that nobody sent"] = (FindingKind.Lost, (history, random) =>
        {
            var last = LastAcked(history, random);
            var send = history.Sends.IndexOf(send => send.ClientId == last.ClientId);
            return history with { Sends = history.Sends.With(send, history.Sends[send] with { Content = 7 }) };
        }
        ),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found(string name)
    {
        var (kind, breaks) = Faults[name];
        for (var seed = 0; seed < 20; seed++)
        {
            var (_, findings) = Judge.Check(breaks(SoundHistory.Make(seed), new Random(seed)));
            Assert.True(findings.Any(finding => finding.Kind == kind),
                $"Seed {seed}: {kind} expected, found: {string.Join("; ", findings)}");
        }
    }

    private static T Any<T>(IReadOnlyList<T> list, Random random) => list[random.Next(list.Count)];

    private static bool IsOf(State state, State other) => (state.Conversation, state.Seq) == (other.Conversation, other.Seq);

    private static IEnumerable<State> Log(History history, int conversation) =>
        history.Log.Select(row => history.States[row.State]).Where(state => state.Conversation == conversation);

    private static IEnumerable<long> Versions(History history, int conversation) =>
        history.Versions.Where(row => row.Conversation == conversation).Select(row => row.Version);

    /// <summary>The last message of some conversation, which somebody has sent and nobody has changed.</summary>
    private static State LastAcked(History history, Random random)
    {
        State[] candidates = [.. Enumerable.Range(0, history.Conversations.Count)
            .Select(conversation => Log(history, conversation).LastOrDefault()).OfType<State>()
            .Where(state => state is { ClientId: >= 0, Flags: StateFlags.None } && history.Sends.Any(send => send.Content == state.Content))];
        return candidates.Length > 0 ? Any(candidates, random) : throw new InvalidOperationException("Every last message was changed.");
    }

    private static History WithFinal(History history, Random random, Func<Final, Final> change)
    {
        var index = random.Next(history.Finals.Count);
        return history with { Finals = history.Finals.With(index, change(history.Finals[index])) };
    }

    /// <param name="change">Of the states of a client's timeline, which are at least two.</param>
    private static History WithTimeline(History history, Random random, Func<IReadOnlyList<int>, (History, IReadOnlyList<int>)> change)
    {
        var final = Any([.. history.Finals.Where(final => final.States.Count > 2 && history.States[final.States[^1]].ClientId >= 0)], random);
        var (changed, states) = change(final.States);
        return changed with { Finals = history.Finals.With(history.Finals.IndexOf(one => one == final), final with { States = states }) };
    }

    private static History WithPushes(
        History history, Random random, Func<IReadOnlyList<int>, IReadOnlyList<int>> change, Func<IReadOnlyList<int>, History>? before = null)
    {
        var index = random.Next(history.Connections.Count);
        var pushes = history.Connections[index].Pushes;
        var changed = before?.Invoke(pushes) ?? history;
        return changed with { Connections = history.Connections.With(index, history.Connections[index] with { Pushes = change(pushes) }) };
    }
}
