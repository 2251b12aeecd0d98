namespace OrleansChat.Chaos.Checker;

/// <summary>
/// Everything that happened in a run: what every client sent, was answered and was shown, and in the end what the database holds and
/// what everybody sees. Ids are interned: users, conversations, client ids and states are named by their place in their list.
/// </summary>
/// <remarks>
/// Two clocks. <c>At</c>: milliseconds since the load began. <c>Order</c>: a counter of the whole run; a call with a greater order than
/// an answer's began after that answer had arrived.
/// </remarks>
public sealed record History
{
    /// <summary>Ids of the users.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    /// <summary>Ids of the conversations.</summary>
    public required IReadOnlyList<string> Conversations { get; init; }

    /// <summary>Ids that clients gave to messages.</summary>
    public required IReadOnlyList<string> ClientIds { get; init; }

    /// <summary>Every state of a message that anybody was shown or that the database holds, once.</summary>
    public required IReadOnlyList<State> States { get; init; }

    /// <summary>Every message that a client began to send.</summary>
    public required IReadOnlyList<Send> Sends { get; init; }

    /// <summary>Every Ack, of first attempts and of repetitions.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>Every edit, deletion, reaction and read position.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>The pushes of messages on each connection, in order of arrival.</summary>
    public required IReadOnlyList<Connection> Connections { get; init; }

    /// <summary>What each user sees of each conversation in the end, as a client that lived through it all and by a fresh read.</summary>
    public required IReadOnlyList<Final> Finals { get; init; }

    /// <summary>The database's <c>messages</c>.</summary>
    public required IReadOnlyList<LogRow> Log { get; init; }

    /// <summary>The database's <c>message_changes</c>.</summary>
    public required IReadOnlyList<VersionRow> Versions { get; init; }

    /// <summary>Who is in which conversation, with the database's <c>cursors</c>.</summary>
    public required IReadOnlyList<MemberRow> Members { get; init; }

    /// <summary>The faults as they were done.</summary>
    public required IReadOnlyList<ExecutedFault> Faults { get; init; }

    /// <summary>Calls and connections that failed, and how.</summary>
    public required IReadOnlyList<string> FailureCodes { get; init; }

    /// <inheritdoc cref="FailureCodes"/>
    public required IReadOnlyList<Failure> Failures { get; init; }
}

/// <summary>A fault that was done.</summary>
/// <param name="At">Milliseconds since the load began, as is <paramref name="Until"/>.</param>
/// <param name="Until">When everything that it had taken away was back.</param>
/// <param name="Kind">As in the schedule.</param>
/// <param name="Target">Whom it met.</param>
/// <param name="Note">What was unusual; empty when nothing was.</param>
public sealed record ExecutedFault(long At, long Until, string Kind, string Target, string Note);
