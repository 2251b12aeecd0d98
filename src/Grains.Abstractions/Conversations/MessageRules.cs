using System.Text;

namespace OrleansChat.Conversations;

/// <summary>The rules of message text, one place for hub, REST and grains.</summary>
public static class MessageRules
{
    /// <summary>UTF-16 units after trimming.</summary>
    public const int MaxContentLength = 8_000;

    /// <summary>Refuses a message without text and image.</summary>
    public static readonly Error NoText = Error.Invalid("content", "A message needs some text.");

    /// <summary>Trims and checks a message's text. Every Unicode text is kept as it is, but NUL, which PostgreSQL cannot
    /// store, and lone surrogates, which are no text.</summary>
    public static Outcome<string> Content(string? text)
    {
        var content = ContentOrNothing(text);
        return content.Value is "" ? NoText : content;
    }

    /// <summary>As <see cref="Content"/>, for a message that may have an image: then it may be without text.</summary>
    public static Outcome<string> ContentOrNothing(string? text)
    {
        var content = text?.Trim() ?? "";
        if (content.Length > MaxContentLength)
            return Error.Invalid("content", $"A message has at most {MaxContentLength} characters; this one has {content.Length}.");
        return IsStorable(content)
            ? content
            : Error.Invalid("content", "The text holds a NUL character or half of a surrogate pair. Remove it and send again.");
    }

    /// <summary>Whether PostgreSQL can hold the text unchanged: well-formed UTF-16 without NUL.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var used) != System.Buffers.OperationStatus.Done || rune.Value == 0)
                return false;
            text = text[used..];
        }
        return true;
    }
}
