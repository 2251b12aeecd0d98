namespace OrleansChat.Chaos;

/// <summary>What one connection was pushed; written by that connection alone.</summary>
internal sealed class ConnectionLog(int user, int frontEnd, long from)
{
    private readonly List<int> _pushes = [];
    private long _until = -1;

    public void Add(int state)
    {
        lock (_pushes)
            _pushes.Add(state);
    }

    public void Close(long at) => _until = at;

    public Connection ToRow()
    {
        lock (_pushes)
            return new Connection(user, frontEnd, from, _until, [.. _pushes]);
    }
}
