using System.Globalization;
using OrleansChat.Conversations;
using OrleansChat.WebFrontend.Http;

namespace OrleansChat.WebFrontend.Conversations;

/// <summary>Which stretch of a conversation: texts here, so that a wrong one is refused by name.</summary>
internal readonly record struct HistoryQuery(string? Before, string? After, string? Around, string? Limit)
{
    public Outcome<HistoryRange> Parse()
    {
        var limit = new PageQuery(Limit, null).ReadLimit();
        if (limit.Error is { } error)
            return error;
        if (new[] { Before, After, Around }.Count(seq => seq is not null) > 1)
            return Error.Invalid("before", "Give at most one of before, after and around.");
        foreach (var (name, text) in new[] { ("before", Before), ("after", After), ("around", Around) })
        {
            if (text is not null && Seq(text) is null)
                return Error.Invalid(name, "A seq is a whole number from 0.");
        }
        return new HistoryRange(Seq(Before), Seq(After), Seq(Around), limit.Required);
    }

    private static long? Seq(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq <= SeqRules.Max ? seq : null;
}
