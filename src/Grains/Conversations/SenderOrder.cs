using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Conversations;

/// <summary>
/// A message on its way into the log, between the one that its sender sent before and the one after. It counts as numbered only by a
/// writer that still takes appends: when a commit fails, all that follows on it is numbered again, in the same order.
/// </summary>
internal sealed class SenderPlace(string senderId)
{
    private TaskCompletionSource? _changed;

    public string SenderId { get; } = senderId;

    /// <summary>The sender's nearest earlier message that is still on its way.</summary>
    public SenderPlace? Before { get; set; }

    public SenderPlace? After { get; set; }

    /// <summary>Where the message was handed over last; null before that.</summary>
    public JournalWriter? Writer { get; private set; }

    /// <summary>Ends when the message is handed over, or no longer on its way.</summary>
    public Task NextChange() =>
        (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void HandedOver(JournalWriter writer)
    {
        Writer = writer;
        Change();
    }

    public void Change()
    {
        _changed?.SetResult();
        _changed = null;
    }
}

/// <summary>Which messages of one conversation are on their way, in the order in which they came, for each sender: what one of them has
/// to wait for holds up later ones of its sender, and nobody else's.</summary>
internal sealed class SenderOrder
{
    private readonly Dictionary<string, SenderPlace> _last = [];

    public SenderPlace Enter(string senderId)
    {
        var place = new SenderPlace(senderId) { Before = _last.GetValueOrDefault(senderId) };
        if (place.Before is { } before)
            before.After = place;
        _last[senderId] = place;
        return place;
    }

    /// <summary>Whoever stood behind it stands behind those that are left.</summary>
    public void Leave(SenderPlace place)
    {
        if (place.After is { } after)
            after.Before = place.Before;
        else if (place.Before is { } last)
            _last[place.SenderId] = last;
        else
            _last.Remove(place.SenderId);
        if (place.Before is { } before)
            before.After = place.After;
        place.Change();
    }
}
