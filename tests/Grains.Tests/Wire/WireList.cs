using System.Runtime.CompilerServices;

namespace OrleansChat.Grains.Tests.Wire;

/// <summary>
/// The committed list of what is and was on the wire (<c>wire.txt</c>). A line that begins with <c>gone</c> is a tombstone: what it names
/// existed once and its id is never used again.
/// </summary>
internal sealed class WireList(IReadOnlyList<WireEntry> entries)
{
    /// <summary>Writes what is new into the list and tombstones for what is gone; nothing that stands there is changed.</summary>
    public const string WriteVariable = "CHAT_WRITE_WIRE";

    private const string Gone = "gone ";

    private const string Comment = """
        # What processes of different versions, and processes and the database, must agree on. docs/upgrade.md has the rules.
        # Written by CHAT_WRITE_WIRE=1; a line that begins with "gone" is of something that was, and is never used again.

        """;

    public static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    public static string FilePath => Path.Combine(Folder(), "wire.txt");

    public static WireList Parse(string text)
    {
        var entries = new List<(string Header, List<string> Members)>();
        foreach (var line in text.Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
                entries[^1].Members.Add(line.Trim());
            else
                entries.Add((line.TrimEnd(), []));
        }
        return new WireList([.. entries.Select(entry => new WireEntry(entry.Header, entry.Members))]);
    }

    /// <summary>What a rolling upgrade or a stored state would break on, in words; empty when code and list agree.</summary>
    public IEnumerable<string> DifferencesFrom(IReadOnlyList<WireEntry> present)
    {
        foreach (var entry in present)
        {
            if (entries.FirstOrDefault(listed => Key(listed.Header) == Key(entry.Header)) is not { } listed)
                yield return $"{entry.Header} is new: list it ({WriteVariable}=1)";
            else if (listed.Header != entry.Header)
                yield return $"{entry.Header}: the list has {listed.Header}; a name is the contract, and one that is gone is not used again";
            else
                foreach (var difference in Differences(entry, listed))
                    yield return difference;
        }
        foreach (var listed in entries.Where(listed => !IsGone(listed.Header) && present.All(entry => Key(entry.Header) != Key(listed.Header))))
            yield return $"{listed.Header} has disappeared: the previous version still sends it. When it no longer runs, write \"gone\" before its line";
    }

    public string Merge(IReadOnlyList<WireEntry> present)
    {
        var merged = present.Select(entry =>
        {
            var before = entries.FirstOrDefault(listed => listed.Header == entry.Header)?.Members ?? [];
            return new WireEntry(entry.Header, [.. entry.Members, .. Tombstones(before, entry.Members)]);
        });
        var gone = entries.Where(listed => present.All(entry => entry.Header != listed.Header))
            .Select(listed => new WireEntry(Bury(listed.Header), listed.Members));
        return Comment + string.Concat(merged.Concat(gone).Select(entry =>
            $"{entry.Header}\n{string.Concat(entry.Members.Select(member => $"  {member}\n"))}"));
    }

    private static IEnumerable<string> Differences(WireEntry present, WireEntry listed)
    {
        foreach (var member in present.Members.Except(listed.Members))
        {
            var used = listed.Members.FirstOrDefault(other => Key(other) == Key(member));
            yield return used is null
                ? $"{present.Header}: {member} is new: list it ({WriteVariable}=1)"
                : $"{present.Header}: {member} takes what is or was {used}: use a new id or name";
        }
        foreach (var member in listed.Members.Where(member => !IsGone(member) && !present.Members.Contains(member)))
        {
            if (present.Members.All(other => Key(other) != Key(member)))
                yield return $"{present.Header}: {member} has disappeared. Write \"gone\" before its line, so that nobody uses its id again";
        }
    }

    private static IEnumerable<string> Tombstones(IReadOnlyList<string> before, IReadOnlyList<string> now) =>
        before.Where(member => !now.Contains(member)).Select(Bury);

    private static string Bury(string line) => IsGone(line) ? line : Gone + line;

    private static bool IsGone(string line) => line.StartsWith(Gone, StringComparison.Ordinal);

    /// <summary>What must not be used twice: of a header the kind and the name on the wire, of a member the first word.</summary>
    private static string Key(string line)
    {
        var words = (IsGone(line) ? line[Gone.Length..] : line).Split(' ');
        return words[0] is "type" or "enum" or "interface" or "grain" ? $"{words[0]} {words[1]}" : words[0];
    }
}
