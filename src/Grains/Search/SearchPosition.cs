using System.Globalization;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Search;

/// <summary>
/// Where a page of search begins. Matches are ranked window by window: the newest first, then those older than them, so that a
/// frequent word costs what a window costs. A window stays the same while new messages arrive.
/// </summary>
/// <param name="Newest">The window's newest moment; null for no end.</param>
/// <param name="Oldest">The window's oldest moment; null when the window is yet to be found.</param>
/// <param name="HasOlder">There are older matches behind this window.</param>
/// <param name="Last">The last hit before the page; null at the beginning of a window.</param>
internal sealed record SearchPosition(DateTimeOffset? Newest, DateTimeOffset? Oldest, bool HasOlder, SearchPosition.Hit? Last)
{
    public static readonly SearchPosition Start = new(null, null, false, null);

    /// <summary>The window behind this one.</summary>
    public SearchPosition NextWindow => new(Oldest!.Value.AddTicks(-TimeSpan.TicksPerMicrosecond), null, false, null);

    public string ToText() => PageCursor.Encode(
        PageCursor.Time(Newest!.Value), PageCursor.Time(Oldest!.Value), HasOlder ? "1" : "0",
        Number(Last!.Rank), PageCursor.Time(Last.CreatedAt), Last.ConversationId, Number(Last.Seq));

    /// <summary>Reads what <see cref="ToText"/> wrote; null when it is anything else.</summary>
    public static SearchPosition? Parse(string text)
    {
        if (PageCursor.Decode(text, 7) is not { } parts
            || PageCursor.Time(parts[0]) is not { } newest
            || PageCursor.Time(parts[1]) is not { } oldest
            || oldest.UtcTicks < TimeSpan.TicksPerMicrosecond
            || PageCursor.Time(parts[4]) is not { } createdAt
            || !int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            || !long.TryParse(parts[6], NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            return null;
        return new(newest, oldest, parts[2] == "1", new Hit(rank, createdAt, parts[5], seq));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Rank">In hundredths.</param>
    public sealed record Hit(int Rank, DateTimeOffset CreatedAt, string ConversationId, long Seq);
}
