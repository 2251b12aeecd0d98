using System.Collections.Concurrent;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Connections by the names of the groups they are in. Reading a group's takes no lock.</summary>
internal sealed class ClientGroups
{
    private static readonly ConcurrentDictionary<string, ClientLink> Nobody = new();

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, ClientLink>> _links = new();

    /// <summary>By their ids.</summary>
    public ConcurrentDictionary<string, ClientLink> this[string group] => _links.GetValueOrDefault(group, Nobody);

    public void Add(ClientLink link, string group)
    {
        lock (_lock)
        {
            if (link.Groups.Add(group))
                _links.GetOrAdd(group, _ => new())[link.Id] = link;
        }
    }

    public void Remove(ClientLink link, string group)
    {
        lock (_lock)
        {
            if (link.Groups.Remove(group))
                RemoveLocked(link, group);
        }
    }

    public void Remove(ClientLink link)
    {
        lock (_lock)
        {
            foreach (var group in link.Groups)
                RemoveLocked(link, group);
            link.Groups.Clear();
        }
    }

    private void RemoveLocked(ClientLink link, string group)
    {
        var links = _links[group];
        links.TryRemove(link.Id, out _);
        if (links.IsEmpty)
            _links.TryRemove(group, out _);
    }
}
