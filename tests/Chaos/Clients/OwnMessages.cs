namespace OrleansChat.Chaos;

/// <summary>A client's newest acknowledged messages that nobody is changing, for it to edit and delete.</summary>
internal sealed class OwnMessages
{
    private const int Most = 20;

    private readonly List<(Talk Talk, long Seq)> _free = [];

    public void Add(Talk talk, long seq)
    {
        lock (_free)
        {
            _free.Add((talk, seq));
            if (_free.Count > Most)
                _free.RemoveAt(0);
        }
    }

    /// <summary>Takes one out: whoever changes it may put it back.</summary>
    /// <param name="choice">From 0; chooses.</param>
    public (Talk Talk, long Seq)? Take(int choice)
    {
        lock (_free)
        {
            if (_free.Count == 0)
                return null;
            var taken = _free[choice % _free.Count];
            _free.Remove(taken);
            return taken;
        }
    }
}
