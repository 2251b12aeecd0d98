namespace OrleansChat.Chaos.Checker;

/// <summary>What can be wrong with a history; each kind is a number of the verdict.</summary>
public enum FindingKind
{
    /// <summary>
    /// Something that was promised is not there: a message with an Ack that the database does not have, or has at another seq, version
    /// or with another text; an Ack that says something else the second time; an answered edit, deletion or reaction that is not in
    /// the log of changes; an answered read position that the database is behind of; a message that was shown and never committed.
    /// </summary>
    Lost,

    /// <summary>
    /// One (sender, client id) is more than one message: in the database, on somebody's screen, or by two Acks that both say "new".
    /// </summary>
    Doubled,

    /// <summary>
    /// The seqs or the versions of a conversation are not 1, 2, 3 …, or its messages and its log of changes do not fit together.
    /// </summary>
    Holes,

    /// <summary>
    /// Something is out of order: a message that was sent after the Ack of another one, of whomever in that conversation, has a lower
    /// seq; a connection was pushed a lower version of a conversation after a higher one; a message is at another place on somebody's
    /// screen than in the database.
    /// </summary>
    Disordered,

    /// <summary>Somebody's final messages of a conversation are not those of the database; counted once for each client and conversation.</summary>
    TimelineDifference,

    /// <summary>
    /// Somebody's unread count is not what counting over the log gives (others' messages behind the user's read position and joining,
    /// neither deleted nor of the system, up to 1,000), or a cursor is not the database's or lies before the user's own last message.
    /// </summary>
    UnreadDifference,
}

/// <param name="Text">Names conversation, message and client.</param>
public sealed record Finding(FindingKind Kind, string Text);

/// <summary>The numbers of a run; it has passed when all but the first two are zero.</summary>
/// <param name="Acked">Messages with an Ack.</param>
/// <param name="Faults">Faults that were done.</param>
public sealed record Verdict(
    int Acked, int Faults, int Lost, int Doubled, int Holes, int Disordered, int TimelineDifferences, int UnreadDifferences)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsGood => this == new Verdict(Acked, Faults, 0, 0, 0, 0, 0, 0);

    internal static Verdict Of(History history, IReadOnlyCollection<Finding> findings)
    {
        int Count(FindingKind kind) => findings.Count(finding => finding.Kind == kind);
        return new Verdict(
            history.Answers.DistinctBy(answer => answer.Message).Count(),
            history.Faults.Count,
            Count(FindingKind.Lost),
            Count(FindingKind.Doubled),
            Count(FindingKind.Holes),
            Count(FindingKind.Disordered),
            Count(FindingKind.TimelineDifference),
            Count(FindingKind.UnreadDifference));
    }
}
