using Microsoft.AspNetCore.SignalR;

namespace OrleansChat.WebFrontend.Hub;

internal sealed record LocalConnection(string SessionId, HubCallerContext Context);

/// <summary>A user with connections here; guarded by the registry's lock.</summary>
internal sealed class LocalUser
{
    private readonly Dictionary<string, bool> _notes = [];
    private int _refreshing;

    public Dictionary<string, LocalConnection> Connections { get; } = [];

    public HashSet<string> Groups { get; } = [];

    public string? Incarnation { get; set; }

    /// <summary>The grain is being asked for the groups; pushes that arrive until it has answered may be newer.</summary>
    public void BeginRefresh() => _refreshing++;

    /// <summary>A group's push told that the user joined or left.</summary>
    public void Note(string groupId, bool isMember)
    {
        if (_refreshing > 0)
            _notes[groupId] = isMember;
    }

    /// <summary>The groups as they are now, given the grain's answer; the present ones when it did not answer.</summary>
    public HashSet<string> EndRefresh(ImmutableArray<string>? answer)
    {
        HashSet<string> groups = answer is { } known ? [.. known] : [.. Groups];
        foreach (var (groupId, isMember) in _notes)
        {
            if (isMember)
                groups.Add(groupId);
            else
                groups.Remove(groupId);
        }
        if (--_refreshing == 0)
            _notes.Clear();
        return groups;
    }
}
