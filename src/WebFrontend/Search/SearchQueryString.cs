using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using OrleansChat.Search;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Search;

/// <summary>What to look for: texts here, so that a wrong one is refused by name.</summary>
internal readonly partial record struct SearchQueryString(
    [property: Description("Words that must all be there, \"phrases\", -exclusions, prefixes*. Every text is a query; one that names nothing to find finds nothing.")]
    string? Q,
    [property: Description("Only in this conversation.")] string? ConversationId,
    [property: Description("Only messages of this user.")] string? SenderId,
    [property: Description("Only messages sent before this moment, in RFC 3339.")] string? Before,
    [property: Description("Only messages sent after this moment, in RFC 3339.")] string? After,
    string? Limit,
    string? Cursor)
{
    public Outcome<SearchRequest> Parse(Validation check)
    {
        var text = check.Take(Q is null ? Error.Invalid("q", "Say what to look for; any text will do.") : (Outcome<string>)Q);
        var before = check.Take(Time("before", Before));
        var after = check.Take(Time("after", After));
        var limit = check.Take(new PageQuery(Limit, null).ReadLimit());
        return (ConversationId is null || Ids.IsConversation(ConversationId)) && (SenderId is null || Ids.IsUser(SenderId))
            ? new SearchRequest(text, ConversationId, SenderId, before, after, limit, Cursor)
            : Error.NotFound;
    }

    private static Outcome<DateTimeOffset?> Time(string field, string? text)
    {
        if (text is null)
            return new Outcome<DateTimeOffset?>(null, null);
        return Rfc3339().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? new Outcome<DateTimeOffset?>(time.ToUniversalTime(), null)
                : Error.Invalid(field, "A time is in RFC 3339, such as 2026-01-31T12:00:00Z.");
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}
