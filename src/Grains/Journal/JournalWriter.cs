namespace OrleansChat.Grains.Journal;

/// <summary>
/// One loaded conversation's way into the journal. Once an append of it was not committed, it takes no more: whoever holds
/// it has numbered later steps after one that is not there, and must read the conversation again and open a new writer.
/// </summary>
internal sealed class JournalWriter(MessageJournal journal, string conversationId)
{
    private volatile bool _broken;

    public string ConversationId { get; } = conversationId;

    public bool IsBroken => _broken;

    /// <summary>So much waits for this conversation that no more is taken: ask before giving a number, for nothing may follow on one
    /// that was not handed over.</summary>
    public bool IsFull => !journal.HasRoom(ConversationId);

    /// <summary>Answers when the append is committed, or why it is not. Call in the order of versions.</summary>
    public Task<AppendResult> Append(Append append) =>
        _broken ? Task.FromResult(AppendResult.Rejected) : journal.Enqueue(append, this);

    internal void Break() => _broken = true;
}
