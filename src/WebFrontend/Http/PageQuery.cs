using System.Globalization;

namespace OrleansChat.WebFrontend.Http;

/// <summary>The query of a list: <c>?limit=&amp;cursor=</c>.</summary>
/// <param name="Limit">1–200, by default 50; a text here, so that any other text is refused by name.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before; absent for the first page.</param>
internal readonly record struct PageQuery(string? Limit, string? Cursor)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    public Outcome<int> ReadLimit()
    {
        if (string.IsNullOrEmpty(Limit))
            return DefaultLimit;
        return int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : Error.Invalid("limit", $"A limit is a number from 1 to {MaxLimit}.");
    }
}
