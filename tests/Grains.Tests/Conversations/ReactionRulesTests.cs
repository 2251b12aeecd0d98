using System.Globalization;
using System.Text;
using OrleansChat.Conversations;

namespace OrleansChat.Grains.Tests.Conversations;

/// <summary>What is one emoji, and in which form it is kept.</summary>
public sealed class ReactionRulesTests
{
    private const string PictureSelector = "\uFE0F";
    private const string TextSelector = "\uFE0E";

    [Theory]
    [InlineData("👍", "👍")]
    [InlineData("👍\uFE0F", "👍")]
    [InlineData("👍🏽", "👍🏽")]
    [InlineData("❤", "❤\uFE0F")]
    [InlineData("❤\uFE0F", "❤\uFE0F")]
    [InlineData("☝🏿", "☝🏿")]
    [InlineData("☝\uFE0F🏿", "☝🏿")]
    [InlineData("©", "©\uFE0F")]
    [InlineData("1\u20E3", "1\uFE0F\u20E3")]
    [InlineData("#\uFE0F\u20E3", "#\uFE0F\u20E3")]
    [InlineData("*\uFE0F\u20E3", "*\uFE0F\u20E3")]
    [InlineData("🇩🇪", "🇩🇪")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("🏴‍☠", "🏴‍☠\uFE0F")]
    [InlineData("🏳‍🌈", "🏳\uFE0F‍🌈")]
    [InlineData("🏳\uFE0F‍⚧\uFE0F", "🏳\uFE0F‍⚧\uFE0F")]
    [InlineData("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦")]
    [InlineData("👩🏽‍🚀", "👩🏽‍🚀")]
    [InlineData("👩🏽‍❤‍💋‍👨🏻", "👩🏽‍❤\uFE0F‍💋‍👨🏻")]
    [InlineData("👁‍🗨", "👁\uFE0F‍🗨\uFE0F")]
    [InlineData("⛹🏻‍♀", "⛹🏻‍♀\uFE0F")]
    [InlineData("🫱🏻‍🫲🏿", "🫱🏻‍🫲🏿")]
    [InlineData("🐦‍🔥", "🐦‍🔥")]
    public void An_emoji_is_kept_in_its_fully_qualified_form(string given, string kept)
    {
        Assert.Equal(kept, ReactionRules.Parse(given).Value);
        Assert.Equal(kept, ReactionRules.Parse(kept).Value);
        Assert.Single(TextElements(kept));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("#")]
    [InlineData("1\uFE0F")]
    [InlineData("a\u20E3")]
    [InlineData("漢")]
    [InlineData("é")]
    [InlineData(":)")]
    [InlineData("+1")]
    [InlineData("👍👍")]
    [InlineData("👍 ")]
    [InlineData(" 👍")]
    [InlineData("👍a")]
    [InlineData("👍,")]
    [InlineData("❤\uFE0E")]
    [InlineData("❤\uFE0F\uFE0F")]
    [InlineData("\uFE0F")]
    [InlineData("\u200D")]
    [InlineData("👍\u200D")]
    [InlineData("\u200D👍")]
    [InlineData("🏽")]
    [InlineData("😀🏽")]
    [InlineData("🇩")]
    [InlineData("🇩🇪🇫")]
    [InlineData("🇩🇪🇫🇷")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065")]
    [InlineData("🏴\U000E007F")]
    [InlineData("👍\U000E0067\U000E0062\U000E0065\U000E007F")]
    [InlineData("★")]
    [InlineData("♔")]
    [InlineData("→")]
    [InlineData("\ud83d")]
    [InlineData("👍\0")]
    public void Everything_else_is_refused(string? text) =>
        Assert.Equal((ErrorCode.ValidationFailed, "reaction"), (ReactionRules.Parse(text).Error?.Code, ReactionRules.Parse(text).Error?.Field));

    [Fact]
    public void What_is_too_long_is_refused() =>
        Assert.NotNull(ReactionRules.Parse(string.Join('\u200D', Enumerable.Repeat("👨", 100))).Error);

    [Fact]
    public void Of_every_code_point_the_forms_with_and_without_selector_are_one_emoji_or_none()
    {
        var emoji = 0;
        for (var codePoint = 1; codePoint <= 0x10FFFF; codePoint++)
        {
            if (!Rune.IsValid(codePoint))
                continue;
            var text = new Rune(codePoint).ToString();
            var kept = ReactionRules.Parse(text).Value;
            Assert.Equal(kept, ReactionRules.Parse(text + PictureSelector).Value);
            Assert.Null(ReactionRules.Parse(text + TextSelector).Value);
            if (kept is null)
                continue;
            emoji++;
            Assert.False(Rune.IsLetterOrDigit(new Rune(codePoint)) && codePoint < 0x2000, text);
            Assert.Equal(kept, ReactionRules.Parse(kept).Value);
            Assert.Single(TextElements(kept));
        }
        Assert.InRange(emoji, 1_380, 1_420);
    }

    private static IEnumerable<string> TextElements(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
            yield return elements.GetTextElement();
    }
}
