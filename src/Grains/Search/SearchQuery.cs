using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Search;

/// <summary>
/// What a person typed: words that must all be there, <c>"phrases"</c>, <c>-exclusions</c>, <c>prefixes*</c>. Every text is a
/// query; one that names nothing to find finds nothing.
/// </summary>
/// <param name="Terms">In the order of the text.</param>
internal sealed record SearchQuery(ImmutableArray<SearchTerm> Terms)
{
    /// <summary>What comes behind so many tokens is not looked at.</summary>
    public const int MaxTokens = 100;

    private const string Quotes = "\"“”„‟＂";

    public bool FindsNothing => Terms.All(term => term.IsExcluded);

    public static SearchQuery Parse(string text)
    {
        var terms = ImmutableArray.CreateBuilder<SearchTerm>();
        var room = MaxTokens;
        for (var at = 0; at < text.Length && room > 0;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var isExcluded = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (isExcluded)
                at++;
            var isQuoted = Quotes.Contains(text[at]);
            var start = isQuoted ? at + 1 : at;
            var end = start;
            while (end < text.Length && !Quotes.Contains(text[end]) && (isQuoted || !char.IsWhiteSpace(text[end])))
                end++;
            var tokens = Tokens(text, start, end, room);
            if (!tokens.IsEmpty)
                terms.Add(new SearchTerm(isExcluded, tokens));
            room -= tokens.Length;
            at = isQuoted ? end + 1 : end;
        }
        return new SearchQuery(terms.ToImmutable());
    }

    /// <summary>As PostgreSQL's <c>tsquery</c> reads it. Lexemes are quoted, so no text can be anything but a lexeme.</summary>
    public string ToTsQuery()
    {
        var query = new StringBuilder();
        foreach (var term in Terms.OrderBy(term => term.IsExcluded))
        {
            query.Append(query.Length == 0 ? "" : " & ").Append(term.IsExcluded ? "!(" : "(");
            for (var i = 0; i < term.Tokens.Length; i++)
            {
                var token = term.Tokens[i];
                if (i > 0)
                    query.Append(CultureInfo.InvariantCulture, $" <{token.Offset - term.Tokens[i - 1].Offset}> ");
                TsVector.AppendLexeme(query, token.Text);
                if (token.IsPrefix)
                    query.Append(":*");
            }
            query.Append(')');
        }
        return query.ToString();
    }

    /// <summary>Of one word or phrase. Tokens that stand together must be found together.</summary>
    private static ImmutableArray<SearchToken> Tokens(string text, int start, int end, int room)
    {
        var tokens = ImmutableArray.CreateBuilder<SearchToken>();
        foreach (var token in Tokenizer.Split(text.AsSpan(start, end - start)))
        {
            // In a message the run may go on where the query's ends: its last character is in a pair then, as the first of it.
            if (token.Kind == TokenKind.RunEnd || tokens.Count == room)
                continue;
            var behind = start + token.End;
            var isPrefix = token.Kind == TokenKind.RunAlone
                || (token.Kind == TokenKind.Word && behind < text.Length && text[behind] == '*'
                    && (behind + 1 == text.Length || char.IsWhiteSpace(text[behind + 1]) || Quotes.Contains(text[behind + 1])));
            tokens.Add(new SearchToken(token.Text, token.Position, isPrefix));
        }
        return tokens.ToImmutable();
    }
}

/// <param name="Tokens">At least one; of a phrase several.</param>
internal sealed record SearchTerm(bool IsExcluded, ImmutableArray<SearchToken> Tokens);

/// <param name="Offset">Where it stands in its term; only differences count.</param>
/// <param name="IsPrefix">Longer words that begin with the text are found, too.</param>
internal sealed record SearchToken(string Text, int Offset, bool IsPrefix)
{
    public bool Matches(string token) => IsPrefix ? token.StartsWith(Text, StringComparison.Ordinal) : token == Text;
}
