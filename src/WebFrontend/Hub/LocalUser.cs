using Microsoft.AspNetCore.SignalR;
using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Hub;

internal sealed record LocalConnection(string SessionId, HubCallerContext Context);

/// <summary>What a user grain's answer changed.</summary>
/// <param name="MustSync">No push told of it, or others may have been missed too.</param>
internal sealed record UserChange(ImmutableArray<string> Joined, ImmutableArray<string> Left, bool MustSync);

/// <summary>A user with connections here; guarded by the registry's lock. Pure.</summary>
internal sealed class LocalUser(string id)
{
    private readonly Dictionary<string, bool> _notes = [];
    private bool _isRefreshing;
    private string? _incarnation;

    public string Id { get; } = id;

    public Dictionary<string, LocalConnection> Connections { get; } = [];

    public HashSet<string> Groups { get; } = [];

    /// <summary>The grain is being asked for the groups, once at a time; pushes that arrive until it has answered may be newer.</summary>
    public void BeginRefresh() => _isRefreshing = true;

    /// <summary>A group's push told that the user joined or left.</summary>
    public void Note(string groupId, bool isMember)
    {
        if (_isRefreshing)
            _notes[groupId] = isMember;
    }

    /// <summary>Compares the groups with the grain's answer and the pushes since it was asked; changes nothing of them.</summary>
    /// <param name="answer">Null when it did not answer.</param>
    public UserChange? EndRefresh(UserConnection? answer)
    {
        _isRefreshing = false;
        var notes = _notes.ToArray();
        _notes.Clear();
        if (answer is null)
            return null;

        HashSet<string> groups = [.. answer.Groups];
        foreach (var (groupId, isMember) in notes)
        {
            if (isMember)
                groups.Add(groupId);
            else
                groups.Remove(groupId);
        }
        ImmutableArray<string> joined = [.. groups.Except(Groups)];
        ImmutableArray<string> left = [.. Groups.Except(groups)];
        // A client syncs by itself when it has connected.
        var isFirst = _incarnation is null;
        var mayHaveMissed = !answer.IsRenewal || _incarnation != answer.Incarnation || !joined.IsEmpty || !left.IsEmpty;
        _incarnation = answer.Incarnation;
        return new UserChange(joined, left, MustSync: !isFirst && mayHaveMissed);
    }
}
