using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Search;

/// <summary>
/// What characters become before words are compared: no case, no accents, no width, no points of Arabic and Hebrew.
/// The table is made by <c>scripts/lib/search-folding.mjs</c>, because .NET without ICU normalises nothing.
/// </summary>
internal static class TextFolding
{
    private static readonly FrozenDictionary<int, string> Table = Load();

    /// <returns>One or more characters, or none when the character does not count.</returns>
    public static string Fold(Rune rune) =>
        Table.TryGetValue(rune.Value, out var folded) ? folded
        : Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? Digits[(int)Rune.GetNumericValue(rune)]
        : rune.ToString();

    /// <summary>Whether folding makes something else of it.</summary>
    public static bool Changes(Rune rune) => Table.ContainsKey(rune.Value);

    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];

    private static FrozenDictionary<int, string> Load()
    {
        using var reader = new StreamReader(typeof(TextFolding).Assembly.GetManifestResourceStream("folding")!);
        var table = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var (code, folded) = line.Split(';') is [var left, var right] ? (left, right) : throw new InvalidDataException(line);
            var text = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(hex => new Rune(Hex(hex)).ToString());
            table.Add(Hex(code), string.Concat(text));
        }
        return table.ToFrozenDictionary();
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
