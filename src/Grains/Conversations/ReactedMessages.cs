using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>The messages of one conversation that were reacted to last, as they are stored, so that a further reaction need not read all
/// those before it. Bounded.</summary>
internal sealed class ReactedMessages
{
    /// <summary>Messages.</summary>
    public const int Capacity = 8;

    /// <summary>Users known of each kind: so many may go before the message is read again.</summary>
    public const int MaxFirst = 2 * MessageRows.MaxReactors;

    /// <summary>The latest is the last.</summary>
    private readonly List<(Message Message, ImmutableArray<ReactionKind> Kinds, int Readings)> _messages = [];

    /// <param name="readings">Of the log: what was kept before the last one may be old.</param>
    public (Message Message, ImmutableArray<ReactionKind> Kinds)? Find(long seq, int readings)
    {
        var at = _messages.FindIndex(kept => kept.Message.Seq == seq && kept.Readings == readings);
        return at < 0 ? null : (_messages[at].Message, _messages[at].Kinds);
    }

    /// <summary>What is committed; nothing when of some kind too few are known to say whom clients see after the next change.</summary>
    public void Keep(Message message, ImmutableArray<ReactionKind> kinds, int readings)
    {
        Forget(message.Seq);
        if (!kinds.All(kind => kind.IsWhole || kind.First.Length > MessageRows.MaxReactors))
            return;
        if (_messages.Count == Capacity)
            _messages.RemoveAt(0);
        _messages.Add((message, kinds, readings));
    }

    public void Forget(long seq) => _messages.RemoveAll(kept => kept.Message.Seq == seq);
}
