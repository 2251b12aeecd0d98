using System.Globalization;
using System.Text;

namespace OrleansChat.Grains.Search;

/// <summary>
/// Takes a text apart: the same way for messages, for queries and for the hits in a snippet. Words end at punctuation and
/// between letters and digits; an emoji is a token; runs of Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese become
/// overlapping pairs, and their last character, so that any part of a run is found.
/// </summary>
internal sealed class Tokenizer
{
    /// <summary>Longer words count by their beginning; in UTF-16 units.</summary>
    public const int MaxTokenLength = 64;

    /// <summary>PostgreSQL keeps positions up to 16,383.</summary>
    public const int MaxTokens = 16_000;

    private readonly List<Token> _tokens = [];
    private readonly StringBuilder _word = new();
    private readonly List<(string Text, int Start, int End)> _run = [];
    private CharacterClass _class = CharacterClass.Separator;
    private int _start;
    private int _end;

    private Tokenizer()
    {
    }

    /// <param name="text">Any text; what is no Unicode separates words.</param>
    public static List<Token> Split(ReadOnlySpan<char> text)
    {
        var tokenizer = new Tokenizer();
        for (var at = 0; at < text.Length && tokenizer._tokens.Count < MaxTokens;)
        {
            // Between two ASCII characters is always the end of a grapheme, but within CR LF, where it does not matter.
            var length = char.IsAscii(text[at]) && (at + 1 == text.Length || char.IsAscii(text[at + 1]))
                ? 1
                : StringInfo.GetNextTextElementLength(text[at..]);
            tokenizer.AddGrapheme(text.Slice(at, length), at);
            at += length;
        }
        tokenizer.EndWord();
        tokenizer.EndRun();
        return tokenizer._tokens;
    }

    private void AddGrapheme(ReadOnlySpan<char> grapheme, int at)
    {
        if (grapheme.Length == 1 && char.IsAscii(grapheme[0]))
        {
            AddFolded(char.IsAsciiLetterUpper(grapheme[0]) ? (char)(grapheme[0] | 0x20) : grapheme[0], at);
            return;
        }
        if (Symbols.IsSymbol(grapheme))
        {
            EndWord();
            EndRun();
            Add(Symbols.Fold(grapheme, MaxTokenLength), TokenKind.Symbol, at, at + grapheme.Length, at + grapheme.Length);
            return;
        }
        while (!grapheme.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf16(grapheme, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (!isText)
                AddCharacter(CharacterClass.Separator, default, at, at + length);
            else
            {
                foreach (var folded in TextFolding.Fold(rune).EnumerateRunes())
                    AddCharacter(CharacterClasses.Of(folded), folded, at, at + length);
            }
            grapheme = grapheme[length..];
            at += length;
        }
    }

    private void AddFolded(char ascii, int at) => AddCharacter(CharacterClasses.Of(new Rune(ascii)), new Rune(ascii), at, at + 1);

    private void AddCharacter(CharacterClass @class, Rune rune, int start, int end)
    {
        if (_run.Count > 0 && Kana.IsVoiceMark(rune) && Kana.Join(_run[^1].Text, rune) is { } joined)
        {
            _run[^1] = (joined, _run[^1].Start, end);
            return;
        }
        if (_run.Count > 0 && Hangul.Join(_run[^1].Text, rune) is { } syllable)
        {
            _run[^1] = (syllable, _run[^1].Start, end);
            return;
        }
        if (@class == CharacterClass.Mark)
            @class = _run.Count > 0 ? CharacterClass.Unspaced : _class == CharacterClass.Separator ? CharacterClass.Letter : _class;
        if (@class != CharacterClass.Unspaced)
            EndRun();
        if (@class is CharacterClass.Unspaced or CharacterClass.Separator || @class != _class)
            EndWord();

        if (@class == CharacterClass.Unspaced)
            _run.Add((rune.ToString(), start, end));
        else if (@class != CharacterClass.Separator)
        {
            if (_word.Length == 0)
                _start = start;
            if (rune.IsBmp && _word.Length < MaxTokenLength)
                _word.Append((char)rune.Value);
            else if (_word.Length + rune.Utf16SequenceLength <= MaxTokenLength)
                _word.Append(rune.ToString());
            _class = @class;
            _end = end;
        }
    }

    private void EndWord()
    {
        if (_word.Length > 0)
            Add(_word.ToString(), TokenKind.Word, _start, _end, _end);
        _word.Clear();
        _class = CharacterClass.Separator;
    }

    private void EndRun()
    {
        for (var i = 0; i < _run.Count - 1; i++)
            Add(_run[i].Text + _run[i + 1].Text, TokenKind.Pair, _run[i].Start, _run[i].End, _run[i + 1].End);
        if (_run.Count > 0)
        {
            var (text, start, end) = _run[^1];
            Add(text, _run.Count == 1 ? TokenKind.RunAlone : TokenKind.RunEnd, start, end, end);
        }
        _run.Clear();
    }

    private void Add(string text, TokenKind kind, int start, int firstEnd, int end)
    {
        if (_tokens.Count < MaxTokens)
            _tokens.Add(new Token(text, kind, _tokens.Count + 1, start, firstEnd, end));
    }
}
