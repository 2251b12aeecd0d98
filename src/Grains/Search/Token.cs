namespace OrleansChat.Grains.Search;

internal enum TokenKind
{
    /// <summary>A run of letters, or one of digits.</summary>
    Word,

    /// <summary>One emoji or other symbol, however many code points it is made of.</summary>
    Symbol,

    /// <summary>Two neighbours in a run of a script that is written without spaces.</summary>
    Pair,

    /// <summary>The last character of such a run of two or more.</summary>
    RunEnd,

    /// <summary>Such a run of one character.</summary>
    RunAlone,
}

/// <summary>A piece of a text that search compares.</summary>
/// <param name="Text">Folded; never empty.</param>
/// <param name="Position">1, 2, 3 … in the order of the text.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 units; <paramref name="End"/> is behind it.</param>
/// <param name="FirstEnd">Behind its first character; of a pair that is the middle, of everything else the end.</param>
internal readonly record struct Token(string Text, TokenKind Kind, int Position, int Start, int FirstEnd, int End);
