using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Search;

/// <summary>The part of a message around the first hit, with the hits marked.</summary>
internal static class Snippet
{
    /// <summary>UTF-16 units of the message.</summary>
    public const int Length = 160;

    /// <summary>How much of it is before the first hit, at most.</summary>
    private const int Before = 40;

    /// <summary>HTML: the text escaped, each hit in a <c>mark</c> element, no other element.</summary>
    public static string Of(string content, SearchQuery query)
    {
        var hits = Hits(content, query);
        var first = hits.Count > 0 ? hits[0].Start : 0;
        var from = first <= Length / 2 || content.Length <= Length
            ? 0
            : Boundary(content, Math.Min(first - Before, content.Length - Length));
        var to = content.Length - from <= Length ? content.Length : Boundary(content, from + Length);

        var html = new StringBuilder(from > 0 ? "…" : "");
        var at = from;
        foreach (var (start, end) in hits)
        {
            if (start >= to)
                break;
            if (end <= at)
                continue;
            Escape(html, content.AsSpan(at, Math.Max(start, at) - at));
            html.Append("<mark>");
            Escape(html, content.AsSpan(Math.Max(start, at), Math.Min(end, to) - Math.Max(start, at)));
            html.Append("</mark>");
            at = Math.Min(end, to);
        }
        Escape(html, content.AsSpan(at, to - at));
        return html.Append(to < content.Length ? "…" : "").ToString();
    }

    /// <summary>Where the words and phrases of a query are: ascending, not touching one another.</summary>
    public static List<(int Start, int End)> Hits(string content, SearchQuery query)
    {
        var tokens = Tokenizer.Split(content);
        var found = new List<(int Start, int End)>();
        foreach (var term in query.Terms.Where(term => !term.IsExcluded))
        {
            for (var i = 0; i < tokens.Count; i++)
            {
                if (!IsAt(tokens, i, term))
                    continue;
                foreach (var part in term.Tokens)
                {
                    var token = tokens[i + part.Offset - term.Tokens[0].Offset];
                    var isOnlyFirst = token.Kind == TokenKind.Pair && part.Text.Length < token.Text.Length;
                    found.Add((token.Start, isOnlyFirst ? token.FirstEnd : token.End));
                }
            }
        }
        found.Sort();
        var merged = new List<(int Start, int End)>();
        foreach (var (start, end) in found)
        {
            if (merged.Count > 0 && start <= merged[^1].End)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, end));
            else
                merged.Add((start, end));
        }
        return merged;
    }

    /// <summary>Positions are dense, so the token at a distance is that many further in the list.</summary>
    private static bool IsAt(List<Token> tokens, int at, SearchTerm term)
    {
        foreach (var part in term.Tokens)
        {
            var index = at + part.Offset - term.Tokens[0].Offset;
            if (index >= tokens.Count || !part.Matches(tokens[index].Text))
                return false;
        }
        return true;
    }

    /// <summary>The end of a word at or before a place in the text, if there is one near; else of a grapheme.</summary>
    private static int Boundary(string content, int near)
    {
        for (var at = near; at > near - 20 && at > 0; at--)
        {
            if (char.IsWhiteSpace(content[at - 1]))
                return at;
        }
        // Graphemes are found from a place that surely is between two of them.
        var start = Math.Max(0, near - 64);
        while (start > 0 && char.IsLowSurrogate(content[start]))
            start--;
        for (var next = start; ;)
        {
            next += StringInfo.GetNextTextElementLength(content.AsSpan(next));
            if (next > near)
                return start;
            start = next;
        }
    }

    private static void Escape(StringBuilder html, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                _ => html.Append(character),
            };
        }
    }
}
