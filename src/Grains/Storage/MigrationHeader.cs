using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansChat.Grains.Storage;

/// <summary>What a migration says of itself in its first lines of comment; docs/upgrade.md has the rules.</summary>
/// <param name="IsSafe">The previous build may go on while it is applied, and after.</param>
/// <param name="OldestBuild">Builds that know at least this migration run on the database behind it; null: only those that know
/// this one.</param>
internal sealed partial record MigrationHeader(bool IsSafe, int? OldestBuild)
{
    /// <exception cref="InvalidOperationException">It does not say whether it is safe.</exception>
    public static MigrationHeader Parse(string name, string sql)
    {
        var safe = Safe().Match(sql);
        if (!safe.Success)
            throw new InvalidOperationException(
                $"Migration {name} does not say \"-- Safe during a rolling deploy: yes\" or \"no\" in its header (docs/upgrade.md).");
        var oldest = Oldest().Match(sql);
        return new MigrationHeader(
            safe.Groups[1].Value == "yes",
            oldest.Success ? int.Parse(oldest.Groups[1].Value, CultureInfo.InvariantCulture) : null);
    }

    [GeneratedRegex("^-- Safe during a rolling deploy: (yes|no)", RegexOptions.Multiline)]
    private static partial Regex Safe();

    [GeneratedRegex("^-- Oldest build: (\\d+)$", RegexOptions.Multiline)]
    private static partial Regex Oldest();
}
