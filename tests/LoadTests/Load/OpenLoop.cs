namespace OrleansChat.LoadTests.Load;

/// <summary>
/// Messages at a fixed rate, whether or not earlier ones have been answered, by one speaker after the other. What could not be sent in
/// time is sent late and counted from when it was due, so that a server that stalls is charged for all who would have waited
/// (Gil Tene's "coordinated omission").
/// </summary>
/// <param name="perSecond">Above 0.</param>
internal sealed class OpenLoop(IReadOnlyList<Speaker> speakers, double perSecond) : IPace, ITimed
{
    /// <summary>Beyond, the server is past its limit, and more would only fill memory.</summary>
    private const int MaxOpen = 20_000;

    private Traffic? _traffic;
    private FixedRate? _moments;
    private bool _ended;

    /// <summary>So many waited for an answer that it sent no more for a while.</summary>
    public bool IsOverloaded { get; private set; }

    public void Start(Traffic traffic)
    {
        (_traffic, _moments) = (traffic, new FixedRate(Clock.Now, perSecond));
        traffic.Schedule(this, _moments.Next);
    }

    public long Due(long now)
    {
        if (_ended)
            return long.MaxValue;
        while (_moments!.TryTake(now, out var due))
        {
            if (_traffic!.Open >= MaxOpen)
                IsOverloaded = true;
            else if (speakers[(int)((_moments.Taken - 1) % speakers.Count)] is { Connection.IsOpen: true } speaker)
                _traffic.Send(speaker, due);
        }
        return _moments.Next;
    }

    public void Stop() => _ended = true;

    public void Answered(Traffic traffic, Speaker speaker, uint number, bool isError, long now)
    {
    }

    public void Returned(Traffic traffic, Speaker speaker, long now)
    {
    }

    public void Delivered(Traffic traffic, uint number, long now)
    {
    }
}
