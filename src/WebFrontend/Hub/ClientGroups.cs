using System.Collections.Concurrent;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Connections by the names of the groups they are in. Reading a group's takes no lock, unless it has changed since.</summary>
internal sealed class ClientGroups
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Group> _groups = new();

    /// <summary>Those of now; the array does not change.</summary>
    public ClientLink[] this[string name]
    {
        get
        {
            if (!_groups.TryGetValue(name, out var group))
                return [];
            if (group.Snapshot is { } snapshot)
                return snapshot;
            lock (_lock)
                return group.Snapshot ??= [.. group.Links];
        }
    }

    public void Add(ClientLink link, string name)
    {
        lock (_lock)
        {
            if (!link.Groups.Add(name))
                return;
            var group = _groups.GetOrAdd(name, _ => new Group());
            group.Links.Add(link);
            group.Snapshot = null;
        }
    }

    public void Remove(ClientLink link, string name)
    {
        lock (_lock)
        {
            if (link.Groups.Remove(name))
                RemoveLocked(link, name);
        }
    }

    public void Remove(ClientLink link)
    {
        lock (_lock)
        {
            foreach (var name in link.Groups)
                RemoveLocked(link, name);
            link.Groups.Clear();
        }
    }

    private void RemoveLocked(ClientLink link, string name)
    {
        var group = _groups[name];
        group.Links.Remove(link);
        group.Snapshot = null;
        if (group.Links.Count == 0)
            _groups.TryRemove(name, out _);
    }

    private sealed class Group
    {
        // Lists, as most have one or two; in a large one a search at a leave costs less than the leave.
        public List<ClientLink> Links { get; } = new(1);

        public volatile ClientLink[]? Snapshot;
    }
}
