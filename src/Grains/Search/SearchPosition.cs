using System.Globalization;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Search;

/// <summary>How a window of matches is found.</summary>
internal enum SearchWay
{
    /// <summary>By looking at each message of a stretch of time: the quickest for what is frequent.</summary>
    Look = 0,

    /// <summary>By the index of words.</summary>
    Index = 1,
}

/// <summary>
/// Where a page of search begins. Matches are ranked window by window: the newest first, then those older than them, so that a
/// frequent word costs what a window costs. A window stays the same while new messages arrive.
/// </summary>
/// <param name="Newest">The window's newest moment; null for no end.</param>
/// <param name="Window">Null when the window is yet to be found.</param>
/// <param name="Last">The last hit before the page; null at the beginning of a window.</param>
internal sealed record SearchPosition(DateTimeOffset? Newest, SearchWindow? Window, SearchPosition.Hit? Last)
{
    public static readonly SearchPosition Start = new(null, null, null);

    public string ToText() => PageCursor.Encode(
        PageCursor.Time(Newest!.Value), PageCursor.Time(Window!.Oldest), Window.HasOlder ? "1" : "0", Number((int)Window.Way),
        Number(Last!.Rank), PageCursor.Time(Last.CreatedAt), Last.ConversationId, Number(Last.Seq));

    /// <summary>Reads what <see cref="ToText"/> wrote; null when it is anything else.</summary>
    public static SearchPosition? Parse(string text)
    {
        if (PageCursor.Decode(text, 8) is not { } parts
            || PageCursor.Time(parts[0]) is not { } newest
            || PageCursor.Time(parts[1]) is not { } oldest
            || parts[3] is not ("0" or "1")
            || !int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)
            || PageCursor.Time(parts[5]) is not { } createdAt
            || !long.TryParse(parts[7], NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            return null;
        var window = new SearchWindow(oldest, parts[2] == "1", parts[3] == "0" ? SearchWay.Look : SearchWay.Index);
        return new(newest, window, new Hit(rank, createdAt, parts[6], seq));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Rank">In hundredths.</param>
    public sealed record Hit(int Rank, DateTimeOffset CreatedAt, string ConversationId, long Seq);
}

/// <summary>Matches that are ranked together.</summary>
/// <param name="Oldest">Its oldest moment; the least there is when it goes back to the beginning.</param>
/// <param name="HasOlder">There may be older matches behind it.</param>
internal sealed record SearchWindow(DateTimeOffset Oldest, bool HasOlder, SearchWay Way)
{
    /// <summary>The window behind this one.</summary>
    public SearchPosition Next => new(
        new DateTimeOffset(Math.Max(Oldest.UtcTicks - TimeSpan.TicksPerMicrosecond, 0), TimeSpan.Zero), null, null);
}
