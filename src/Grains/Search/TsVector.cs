using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Search;

/// <summary>Tokens in the notation of PostgreSQL's <c>tsvector</c>.</summary>
internal static class TsVector
{
    /// <summary>PostgreSQL keeps no more positions of one lexeme.</summary>
    private const int MaxPositions = 255;

    public static string Of(ReadOnlySpan<char> text)
    {
        var vector = new StringBuilder();
        foreach (var same in Tokenizer.Split(text).GroupBy(token => token.Text, StringComparer.Ordinal))
        {
            if (vector.Length > 0)
                vector.Append(' ');
            AppendLexeme(vector, same.Key);
            var separator = ':';
            foreach (var token in same.Take(MaxPositions))
            {
                vector.Append(separator).Append(token.Position.ToString(CultureInfo.InvariantCulture));
                separator = ',';
            }
        }
        return vector.ToString();
    }

    /// <summary>Quoted, for both <c>tsvector</c> and <c>tsquery</c>.</summary>
    public static void AppendLexeme(StringBuilder text, string lexeme)
    {
        text.Append('\'');
        foreach (var character in lexeme)
        {
            if (character is '\'' or '\\')
                text.Append(character);
            text.Append(character);
        }
        text.Append('\'');
    }
}
