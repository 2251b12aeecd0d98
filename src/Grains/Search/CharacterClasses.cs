using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Search;

internal enum CharacterClass
{
    /// <summary>Ends words and is not searched for.</summary>
    Separator,
    Letter,
    Digit,

    /// <summary>Of a script that is written without spaces between words.</summary>
    Unspaced,

    /// <summary>Belongs to what is before it.</summary>
    Mark,
}

internal static class CharacterClasses
{
    /// <param name="rune">Folded.</param>
    public static CharacterClass Of(Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
                return IsUnspaced(rune.Value) ? CharacterClass.Unspaced : CharacterClass.Letter;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark:
                return IsUnspaced(rune.Value) ? CharacterClass.Unspaced : CharacterClass.Mark;
            case UnicodeCategory.LetterNumber:
                return IsUnspaced(rune.Value) ? CharacterClass.Unspaced : CharacterClass.Digit;
            case UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber:
                return CharacterClass.Digit;
            default:
                return CharacterClass.Separator;
        }
    }

    private static bool IsUnspaced(int code) => code switch
    {
        < 0x0E00 => false,
        <= 0x0EFF => true,                  // Thai, Lao
        >= 0x1000 and <= 0x109F => true,    // Burmese
        >= 0x1100 and <= 0x11FF => true,    // Hangul letters
        >= 0x1780 and <= 0x17FF => true,    // Khmer
        >= 0x3005 and <= 0x312F => true,    // marks of repetition, kana, Bopomofo
        >= 0x3130 and <= 0x318F => true,    // Hangul letters
        >= 0x31A0 and <= 0x31FF => true,    // Bopomofo, kana
        >= 0x3400 and <= 0x9FFF => true,    // Han
        >= 0xA960 and <= 0xA97F => true,    // Hangul letters
        >= 0xA9E0 and <= 0xA9FF => true,    // Burmese
        >= 0xAA60 and <= 0xAA7F => true,    // Burmese
        >= 0xAC00 and <= 0xD7FF => true,    // Hangul
        >= 0xF900 and <= 0xFAFF => true,    // Han
        >= 0x1B000 and <= 0x1B16F => true,  // kana
        >= 0x20000 and <= 0x3FFFF => true,  // Han
        _ => false,
    };
}

/// <summary>Kana whose mark of voice is a character of its own, as in half-width text.</summary>
internal static class Kana
{
    private const string Voiced = "かきくけこさしすせそたちつてとはひふへほゝカキクケコサシスセソタチツテトハヒフヘホヽ";
    private const string HalfVoiced = "はひふへほハヒフヘホ";

    public static bool IsVoiceMark(Rune rune) => rune.Value is 0x3099 or 0x309A;

    /// <returns>The one letter, or null when there is none.</returns>
    public static string? Join(string letter, Rune mark) => (letter, mark.Value) switch
    {
        ("う", 0x3099) => "ゔ",
        ("ウ", 0x3099) => "ヴ",
        (_, 0x3099) when Voiced.Contains(letter, StringComparison.Ordinal) => ((char)(letter[0] + 1)).ToString(),
        (_, 0x309A) when HalfVoiced.Contains(letter, StringComparison.Ordinal) => ((char)(letter[0] + 2)).ToString(),
        _ => null,
    };
}

/// <summary>Hangul that comes letter by letter, as in file names of macOS.</summary>
internal static class Hangul
{
    private const int First = 0xAC00, Leads = 0x1100, Vowels = 0x1161, Tails = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28;

    /// <summary>The composition of the Unicode Standard, section 3.12.</summary>
    /// <returns>The syllable, or null when the two make none.</returns>
    public static string? Join(string before, Rune letter)
    {
        if (before.Length != 1)
            return null;
        var (vowel, tail) = (letter.Value - Vowels, letter.Value - Tails);
        if (before[0] - Leads is >= 0 and < LeadCount and var lead && vowel is >= 0 and < VowelCount)
            return ((char)(First + (((lead * VowelCount) + vowel) * TailCount))).ToString();
        if (before[0] - First is >= 0 and < LeadCount * VowelCount * TailCount and var syllable
            && syllable % TailCount == 0 && tail is > 0 and < TailCount)
            return ((char)(before[0] + tail)).ToString();
        return null;
    }
}
