using System.Buffers;

namespace OrleansChat.Grains.Conversations;

/// <summary>Finds the user names that a text may mention. Pure.</summary>
internal static class MentionRules
{
    /// <summary>Members named by one message; further ones are not told.</summary>
    public const int MaxMentions = 50;

    /// <summary>Names looked up for one message: a text full of @ is no mention of thousands.</summary>
    public const int MaxNames = 500;

    private const int MinNameLength = 3;
    private const int MaxNameLength = 32;

    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Alphanumeric + "_.-");

    /// <summary>An @ behind one of these is inside an e-mail address, or behind another @.</summary>
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create(Alphanumeric + "_-+@");

    /// <summary>What follows each @, in order. A name may end in punctuation, and punctuation may follow on a name: so each has
    /// its readings, the longest first.</summary>
    /// <returns>Lower case.</returns>
    public static List<ImmutableArray<string>> Find(string text)
    {
        var found = new List<ImmutableArray<string>>();
        var names = 0;
        for (var at = text.IndexOf('@'); at >= 0 && names < MaxNames; at = text.IndexOf('@', at + 1))
        {
            if (at > 0 && AddressCharacters.Contains(text[at - 1]))
                continue;
            var rest = text.AsSpan(at + 1);
            var length = rest.IndexOfAnyExcept(NameCharacters);
            if (length >= 0 && rest[length] == '@')
                continue;
            var readings = Readings(length < 0 ? rest : rest[..length]);
            if (readings.IsEmpty)
                continue;
            found.Add(readings);
            names += readings.Length;
        }
        return found;
    }

    /// <param name="found">As <see cref="Find"/> answers.</param>
    /// <param name="members">Ids by name in lower case.</param>
    /// <returns>In order of appearance, each once.</returns>
    public static ImmutableArray<string> Resolve(
        IReadOnlyList<ImmutableArray<string>> found, IReadOnlyDictionary<string, string> members) =>
    [
        .. found
            .Select(readings => readings.FirstOrDefault(members.ContainsKey))
            .Where(name => name is not null)
            .Select(name => members[name!])
            .Distinct()
            .Take(MaxMentions),
    ];

    private static ImmutableArray<string> Readings(ReadOnlySpan<char> run)
    {
        var readings = ImmutableArray.CreateBuilder<string>();
        for (; run.Length >= MinNameLength; run = run[..^1])
        {
            if (run.Length <= MaxNameLength)
                readings.Add(run.ToString().ToLowerInvariant());
            if (run[^1] is not ('.' or '-' or '_'))
                break;
        }
        return readings.ToImmutable();
    }
}
