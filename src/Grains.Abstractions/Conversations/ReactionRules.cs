using System.Text;

namespace OrleansChat.Conversations;

/// <summary>
/// What a reaction may be, one place for hub, REST and grains: exactly one emoji as Unicode's UTS #51 (section 1.4.9) forms them —
/// a picture, with a skin tone, keycap, flag, or several joined into one.
/// </summary>
public static class ReactionRules
{
    /// <summary>Kinds of reaction on one message.</summary>
    public const int MaxKinds = 20;

    /// <summary>UTF-16 units; the longest emoji that fonts know has 15.</summary>
    private const int MaxLength = 40;

    private const int Joiner = 0x200D;
    private const int PictureSelector = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int BlackFlag = 0x1F3F4;
    private const int EndOfTags = 0xE007F;

    /// <summary>
    /// Reads an emoji and writes it in its fully qualified form, so that the same emoji with and without variation selectors is
    /// one reaction. Skin tones stay: they make different reactions.
    /// </summary>
    public static Outcome<string> Parse(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && MessageRules.IsStorable(text) && Qualify([.. text.EnumerateRunes().Select(rune => rune.Value)]) is { } emoji
            ? emoji
            : Error.Invalid("reaction", "A reaction is exactly one emoji.");

    private static string? Qualify(ReadOnlySpan<int> rest)
    {
        var emoji = new StringBuilder(MaxLength);
        if (TakeFlag(ref rest, emoji) || TakeKeycap(ref rest, emoji))
            return rest.IsEmpty ? emoji.ToString() : null;
        for (; ; )
        {
            if (!TakePicture(ref rest, emoji))
                return null;
            if (rest.IsEmpty)
                return emoji.ToString();
            if (!Take(ref rest, Joiner))
                return null;
            Append(emoji, Joiner);
        }
    }

    /// <summary>Two regional indicators: the flag of a country.</summary>
    private static bool TakeFlag(ref ReadOnlySpan<int> rest, StringBuilder emoji)
    {
        if (rest is not [>= 0x1F1E6 and <= 0x1F1FF, >= 0x1F1E6 and <= 0x1F1FF, ..])
            return false;
        Append(emoji, rest[0]);
        Append(emoji, rest[1]);
        rest = rest[2..];
        return true;
    }

    /// <summary>A digit, # or *, framed.</summary>
    private static bool TakeKeycap(ref ReadOnlySpan<int> rest, StringBuilder emoji)
    {
        if (rest is not [(>= '0' and <= '9') or '#' or '*', ..])
            return false;
        var after = rest[1..];
        Take(ref after, PictureSelector);
        if (!Take(ref after, Keycap))
            return false;
        Append(emoji, rest[0]);
        Append(emoji, PictureSelector);
        Append(emoji, Keycap);
        rest = after;
        return true;
    }

    private static bool TakePicture(ref ReadOnlySpan<int> rest, StringBuilder emoji)
    {
        if (rest.IsEmpty)
            return false;
        var picture = rest[0];
        var isText = EmojiTables.TextByDefault.Contains(picture);
        if (!isText && !EmojiTables.PictureByDefault.Contains(picture))
            return false;
        rest = rest[1..];
        Append(emoji, picture);
        var isSelected = Take(ref rest, PictureSelector);
        if (EmojiTables.TakesSkinTone.Contains(picture) && rest is [>= 0x1F3FB and <= 0x1F3FF, ..])
        {
            Append(emoji, rest[0]);
            rest = rest[1..];
        }
        else if (isText)
        {
            Append(emoji, PictureSelector);
        }
        return picture != BlackFlag || isSelected || TakeTags(ref rest, emoji);
    }

    /// <summary>Behind a black flag: the flag of a region, as England's; its code in tags, 3 to 6 letters or digits.</summary>
    private static bool TakeTags(ref ReadOnlySpan<int> rest, StringBuilder emoji)
    {
        var length = rest.IndexOf(EndOfTags);
        if (length < 0)
            return true;
        if (length is < 3 or > 6 || rest[..length].ContainsAnyExceptInRange(0xE0030, 0xE007A))
            return false;
        foreach (var tag in rest[..(length + 1)])
            Append(emoji, tag);
        rest = rest[(length + 1)..];
        return true;
    }

    private static bool Take(ref ReadOnlySpan<int> rest, int codePoint)
    {
        if (rest.IsEmpty || rest[0] != codePoint)
            return false;
        rest = rest[1..];
        return true;
    }

    private static void Append(StringBuilder emoji, int codePoint) => emoji.Append(new Rune(codePoint).ToString());
}
