namespace OrleansChat.LoadTests.Load;

/// <summary>Everybody sends again as soon as they are answered: how much goes through. Stopped before it starts, everybody sends once.</summary>
/// <param name="inFlight">Messages under way of each speaker.</param>
internal sealed class ClosedLoop(IReadOnlyList<Speaker> speakers, int inFlight = 1) : IPace
{
    private bool _ended;

    public void Start(Traffic traffic)
    {
        for (var i = 0; i < inFlight; i++)
        {
            foreach (var speaker in speakers)
                traffic.Send(speaker, Clock.Now);
        }
    }

    public void Stop() => _ended = true;

    public void Answered(Traffic traffic, Speaker speaker, uint number, bool isError, long now)
    {
        if (!_ended && speaker.Connection.IsOpen)
            traffic.Send(speaker, now);
    }

    public void Returned(Traffic traffic, Speaker speaker, long now)
    {
        for (var i = 0; i < inFlight && !_ended; i++)
            traffic.Send(speaker, now);
    }

    public void Delivered(Traffic traffic, uint number, long now)
    {
    }
}
