using System.Buffers;
using System.Buffers.Text;
using System.Text;
using OrleansChat.Conversations;

namespace OrleansChat.Grains.Users;

/// <summary>In the order of the answer.</summary>
internal enum SearchTier
{
    /// <summary>The user name begins with the text.</summary>
    Username = 0,

    /// <summary>Only the display name does.</summary>
    DisplayName = 1,

    /// <summary>Neither does, but words of the names look like the text.</summary>
    Likeness = 2,
}

/// <summary>The last person on a page of people search.</summary>
/// <param name="Key">What the tier is ordered by: the name that matched, in lower case, or how unlike it is; empty before the
/// first person.</param>
internal sealed record SearchCursor(SearchTier Tier, string Key, string UserId)
{
    public static SearchCursor StartOf(SearchTier tier) => new(tier, "", "");

    public string ToText() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{(int)Tier}{UserId}{Key}"));

    /// <summary>Reads what <see cref="ToText"/> wrote; null when it is anything else. No text stands for the start.</summary>
    public static SearchCursor? Parse(string? text)
    {
        const int idLength = 28;
        if (text is null)
            return StartOf(SearchTier.Username);
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done)
            return null;
        var plain = Encoding.UTF8.GetString(bytes, 0, length);
        return plain.Length > idLength
            && plain[0] is >= '0' and <= '2'
            && Ids.IsUser(plain[1..(idLength + 1)])
            && MessageRules.IsStorable(plain)
                ? new((SearchTier)(plain[0] - '0'), plain[(idLength + 1)..], plain[1..(idLength + 1)])
                : null;
    }
}
