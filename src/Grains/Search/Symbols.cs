using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Search;

/// <summary>Emoji and other pictures among text.</summary>
internal static class Symbols
{
    private const char EmojiStyle = '\uFE0F';
    private const char TextStyle = '\uFE0E';
    private const char Keycap = '\u20E3';

    /// <summary>Whether a grapheme is one picture. Those that stand for letters (™, ①) are text.</summary>
    public static bool IsSymbol(ReadOnlySpan<char> grapheme)
    {
        if (grapheme.Contains(Keycap))
            return true;
        if (Rune.DecodeFromUtf16(grapheme, out var first, out _) != System.Buffers.OperationStatus.Done
            || first == Rune.ReplacementChar || TextFolding.Changes(first))
            return false;
        var category = Rune.GetUnicodeCategory(first);
        return category == UnicodeCategory.OtherSymbol
            || (grapheme.Contains(EmojiStyle) && !Rune.IsLetterOrDigit(first) && !Rune.IsWhiteSpace(first));
    }

    /// <summary>Without style and colour of skin, so that 👍 finds 👍🏽.</summary>
    public static string Fold(ReadOnlySpan<char> grapheme, int maxLength)
    {
        var folded = new StringBuilder();
        foreach (var rune in grapheme.EnumerateRunes())
        {
            var isSkinOrStyle = rune.Value is >= 0x1F3FB and <= 0x1F3FF or EmojiStyle or TextStyle;
            if (!isSkinOrStyle && folded.Length + rune.Utf16SequenceLength <= maxLength)
                folded.Append(rune.ToString());
        }
        return folded.Length > 0 ? folded.ToString() : grapheme[..Math.Min(2, grapheme.Length)].ToString();
    }
}
