namespace OrleansChat.Chaos;

/// <summary>Gives equal things one place in a list. Not for several threads at once.</summary>
internal sealed class Interner<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _places = [];
    private readonly List<T> _all = [];

    public IReadOnlyList<T> All => _all;

    public int Place(T item)
    {
        if (_places.TryGetValue(item, out var place))
            return place;
        _places.Add(item, _all.Count);
        _all.Add(item);
        return _all.Count - 1;
    }
}
