using OrleansChat.Conversations;

namespace OrleansChat.Grains.Tests.Conversations;

public sealed class MessageRulesTests
{
    [Theory]
    [InlineData("👩‍👩‍👧‍👦 שלום e\u0301 ﷽", "👩‍👩‍👧‍👦 שלום e\u0301 ﷽")]
    [InlineData("  \n text \t ", "text")]
    [InlineData("\u200fمرحبا", "\u200fمرحبا")]
    public void Text_is_trimmed_and_else_kept(string text, string kept) => Assert.Equal(kept, MessageRules.Content(text).Required);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n ")]
    [InlineData("a\0b")]
    public void What_cannot_be_stored_is_refused(string? text) =>
        Assert.Equal(ErrorCode.ValidationFailed, MessageRules.Content(text).Error?.Code);

    /// <summary>No theory: attributes are stored in UTF-8, which has no half surrogates.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        foreach (var text in new[] { "lone \ud800 surrogate", "\udc00 first", "at the end \ud83d" })
            Assert.Equal(ErrorCode.ValidationFailed, MessageRules.Content(text).Error?.Code);
    }

    [Fact]
    public void The_length_is_counted_in_utf16_after_trimming()
    {
        Assert.Null(MessageRules.Content(" " + new string('x', 8_000) + " ").Error);
        Assert.NotNull(MessageRules.Content(new string('x', 8_001)).Error);
        Assert.NotNull(MessageRules.Content(string.Concat(Enumerable.Repeat("👍", 4_001))).Error);
    }
}
