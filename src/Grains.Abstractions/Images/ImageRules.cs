using System.Globalization;
using System.Text;
using OrleansChat.Conversations;

namespace OrleansChat.Images;

/// <summary>What images may be asked for.</summary>
public static class ImageRules
{
    /// <summary>Bytes of an image: 10 MB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Bytes of a thumbnail: 100 KB.</summary>
    public const int MaxThumbnailBytes = 100 * 1024;

    /// <summary>Pixels of a thumbnail's longer side.</summary>
    public const int MaxThumbnailSide = 512;

    /// <summary>What browsers can make a thumbnail into.</summary>
    public static readonly ImmutableArray<string> ThumbnailTypes = ["image/jpeg", "image/png", "image/webp"];

    /// <summary>UTF-16 units of a label.</summary>
    public const int MaxFileNameLength = 200;

    /// <summary>How long a link to upload is good.</summary>
    public static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(15);

    /// <summary>How long an image is kept that nothing shows.</summary>
    public static readonly TimeSpan OrphanTime = TimeSpan.FromDays(1);

    /// <summary>A label never refuses an image: what cannot be in one is left out, and without a path.</summary>
    /// <returns>Null when nothing is left.</returns>
    public static string? FileName(string? text)
    {
        var name = text is null ? "" : text[(text.LastIndexOfAny(['/', '\\']) + 1)..];
        var label = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (label.Length + rune.Utf16SequenceLength > MaxFileNameLength)
                break;
            // Format characters could turn the direction of a name, to hide its ending.
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && rune != Rune.ReplacementChar)
                label.Append(rune.ToString());
        }
        var trimmed = label.ToString().Trim();
        return trimmed.Length > 0 && MessageRules.IsStorable(trimmed) ? trimmed : null;
    }
}
