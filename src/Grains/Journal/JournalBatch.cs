namespace OrleansChat.Grains.Journal;

/// <summary>Appends that are committed together, by conversation and each conversation's in order.</summary>
/// <param name="parts">One for each conversation, none of them empty; the journal takes out what it need not commit.</param>
/// <param name="isLoud">Of conversations that have much to write.</param>
internal sealed class JournalBatch(List<List<PendingAppend>> parts, bool isLoud)
{
    public List<List<PendingAppend>> Parts { get; } = parts;

    public IReadOnlyList<string> ConversationIds { get; } = parts.ConvertAll(part => part[0].Append.ConversationId);

    public bool IsLoud { get; } = isLoud;

    /// <summary>Whether others of its kind wait for it to end, unless they are many.</summary>
    public bool IsAwaited { get; set; } = true;
}
