using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Storage;

/// <summary>Makes keyset cursors opaque: the sort key of a page's last row, in base64url.</summary>
internal static class PageCursor
{
    private const char Separator = '\n';

    public static readonly Error Invalid = Error.Invalid("cursor", "This cursor is of no page. Start from the first page.");

    public static string Encode(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, parts!)));

    /// <returns>The parts, or null when the text is no cursor with that many parts.</returns>
    public static string[]? Decode(string cursor, int parts)
    {
        if (cursor.Length > 512 || !Base64Url.IsValid(cursor))
            return null;
        var decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Separator);
        return decoded.Length == parts && Array.TrueForAll(decoded, part => !part.Contains('\0')) ? decoded : null;
    }

    public static string Time(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(string part) =>
        long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}
