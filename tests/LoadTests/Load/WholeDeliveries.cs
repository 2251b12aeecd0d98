namespace OrleansChat.LoadTests.Load;

/// <summary>So many messages are under way; the next one is sent when one is answered and with everybody who listens.</summary>
internal sealed class WholeDeliveries(IReadOnlyList<Speaker> speakers, int inFlight) : IPace
{
    private readonly Dictionary<uint, int> _left = [];
    private int _next;
    private bool _ended;

    public void Start(Traffic traffic)
    {
        for (var i = 0; i < inFlight; i++)
            SendNext(traffic, Clock.Now);
    }

    public void Stop() => _ended = true;

    public void Answered(Traffic traffic, Speaker speaker, uint number, bool isError, long now)
    {
        if (isError && _left.ContainsKey(number))
            _left[number] = 1; // nobody gets it
        CountDown(traffic, number, now);
    }

    public void Delivered(Traffic traffic, uint number, long now) => CountDown(traffic, number, now);

    /// <summary>Nobody knows what it missed: begins anew.</summary>
    public void Returned(Traffic traffic, Speaker speaker, long now)
    {
        _left.Clear();
        for (var i = 0; i < inFlight && !_ended; i++)
            SendNext(traffic, now);
    }

    private void CountDown(Traffic traffic, uint number, long now)
    {
        if (!_left.TryGetValue(number, out var left))
            return;
        if (left > 1)
        {
            _left[number] = left - 1;
            return;
        }
        _left.Remove(number);
        if (!_ended)
            SendNext(traffic, now);
    }

    private void SendNext(Traffic traffic, long now)
    {
        var speaker = speakers[_next++ % speakers.Count];
        if (!speaker.Connection.IsOpen)
            speaker = speakers.First(other => other.Connection.IsOpen);
        _left[traffic.Send(speaker, now)] = speaker.Listeners + 1;
    }
}
