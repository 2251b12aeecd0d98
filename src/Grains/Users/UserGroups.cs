namespace OrleansChat.Grains.Users;

/// <summary>
/// The groups of a user as they were read, and those that are adding the user now. A group tells the user first and commits the
/// membership after: if it never does, the doubt ends with the next reading.
/// </summary>
internal sealed class UserGroups(HashSet<string> read)
{
    /// <summary>A group that has not committed by then has failed or its silo has.</summary>
    private static readonly TimeSpan JoiningLasts = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, DateTimeOffset> _joining = [];

    public void Joining(string groupId, DateTimeOffset now) => _joining[groupId] = now + JoiningLasts;

    public void Remove(string groupId)
    {
        read.Remove(groupId);
        _joining.Remove(groupId);
    }

    /// <summary>Whether to read again: of some group it is no longer known that the user is, or will be, a member.</summary>
    public bool IsDoubtful(DateTimeOffset now) => _joining.Values.Any(until => until <= now);

    /// <summary>Those that were read and those that may be joined any moment.</summary>
    public ImmutableArray<string> All(DateTimeOffset now) => [.. read.Union(_joining.Where(entry => entry.Value > now).Select(entry => entry.Key))];
}
