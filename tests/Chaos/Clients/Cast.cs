namespace OrleansChat.Chaos;

/// <summary>The people of a run and what they talk in: direct conversations, groups of several sizes, and one of everybody.</summary>
internal sealed record Cast(ImmutableArray<ChatUser> Users, ImmutableArray<Talk> Directs, ImmutableArray<Talk> Groups, Talk Everybody)
{
    private static readonly int[] Sizes = [3, 4, 6, 8, 12, 20];

    public IEnumerable<Talk> Talks => [.. Directs, .. Groups, Everybody];

    /// <param name="size">At least 4, even.</param>
    public static async Task<Cast> Gather(HttpClient http, int size, Random random)
    {
        var users = await ChatUser.RegisterMany(http, size);
        var pairs = Enumerable.Range(0, size / 2).Select(i => (One: 2 * i, Other: (2 * i) + 1))
            .Concat(Enumerable.Range(0, size / 4).Select(i => (One: i, Other: i + (size / 2))));
        var directs = new List<Talk>();
        foreach (var (one, other) in pairs.Distinct())
            directs.Add(new Talk((await users[one].OpenDirect(users[other])).Id, [one, other]));
        var groups = new List<Talk>();
        foreach (var members in Sizes.Concat(Sizes).Where(members => members < size))
            groups.Add(await Group(users, random, members));
        return new Cast([.. users], [.. directs], [.. groups], await Group(users, random, size));
    }

    private static async Task<Talk> Group(ChatUser[] users, Random random, int size)
    {
        var numbers = Enumerable.Range(0, users.Length).ToArray();
        random.Shuffle(numbers);
        ImmutableArray<int> members = [.. numbers.Take(size)];
        var group = await users[members[0]].CreateGroup($"{size} people", members.Skip(1).Select(member => users[member]));
        return new Talk(group.Id, members);
    }
}
