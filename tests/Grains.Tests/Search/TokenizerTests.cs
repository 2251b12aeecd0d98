using OrleansChat.Grains.Search;

namespace OrleansChat.Grains.Tests.Search;

public sealed class TokenizerTests
{
    [Theory]
    // Case, accents, letters that Unicode does not take apart.
    [InlineData("Hello, World!", "hello world")]
    [InlineData("Crème Brûlée", "creme brulee")]
    [InlineData("Cre\u0300me Bru\u0302le\u0301e", "creme brulee")]
    [InlineData("Straße STRASSE straẞe", "strasse strasse strasse")]
    [InlineData("Æsir œuvre Øre Łódź", "aesir oeuvre ore lodz")]
    [InlineData("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul")]
    [InlineData("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς οδυσσευσ", "οδυσσευσ οδυσσευσ οδυσσευσ")]
    [InlineData("Ёлка елка Київ", "елка елка киів")]
    [InlineData("Việt Nam", "viet nam")]
    [InlineData("ﬁnd Ｆｕｌｌ ①② 𝐁𝐨𝐥𝐝 x²", "find full 12 bold x 2")]
    // Words end at punctuation and between letters and digits.
    [InlineData("don't stop_me-now", "don t stop me now")]
    [InlineData("abc123def 3.14", "abc 123 def 3 14")]
    [InlineData("https://example.com/a-path?q=1&x=%20", "https example com a path q 1 x 20")]
    [InlineData("me@mail.example", "me mail example")]
    // Invisible characters do not count.
    [InlineData("so\u00ADft ze\u200Bro \uFEFFbom", "soft zero bom")]
    // Digits of other scripts.
    [InlineData("٣٤ ๕ १२", "34 5 12")]
    // Vowel points fold, vowel signs stay.
    [InlineData("مُحَمَّد أحمد ـة", "محمد احمد ه")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("हिन्दी", "हिन्दी")]
    public void Words_are_folded(string text, string tokens) => Assert.Equal(tokens, Joined(text));

    [Theory]
    [InlineData("我们今天", "我们 们今 今天 天")]
    [InlineData("東京タワー", "東京 京タ タワ ワー ー")]
    [InlineData("ひらがな", "ひら らが がな な")]
    [InlineData("ｶﾞｷﾞ", "ガギ ギ")]
    [InlineData("か\u3099き", "がき き")]
    [InlineData("학교에 간다", "학교 교에 에 간다 다")]
    [InlineData("\u1112\u1161\u11A8\u1100\u116D", "학교 교")]
    [InlineData("สวัสดี", "สว วั ัส สด ดี ี")]
    [InlineData("ພາສາ", "ພາ າສ ສາ າ")]
    [InlineData("ខ្មែរ", "ខ្ ្ម មែ ែរ រ")]
    [InlineData("字", "字")]
    [InlineData("iPhone手机15号", "iphone 手机 机 15 号")]
    [InlineData("你好，世界。", "你好 好 世界 界")]
    public void Scripts_without_spaces_become_pairs(string text, string tokens) => Assert.Equal(tokens, Joined(text));

    [Theory]
    [InlineData("👍", "👍")]
    [InlineData("👍🏽👍", "👍 👍")]
    [InlineData("ok👨‍👩‍👧ok", "ok 👨‍👩‍👧 ok")]
    [InlineData("❤️ ❤", "❤ ❤")]
    [InlineData("🇩🇪🇫🇷", "🇩🇪 🇫🇷")]
    [InlineData("1️⃣", "1⃣")]
    [InlineData("™ ©", "tm ©")]
    public void An_emoji_is_one_token(string text, string tokens) => Assert.Equal(tokens, Joined(text));

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n\t…!?— $€ ")]
    [InlineData("\0\uD800\uFFFD")]
    public void Punctuation_is_nothing(string text) => Assert.Empty(Tokenizer.Split(text));

    [Fact]
    public void Tokens_know_their_place_in_the_text()
    {
        const string text = "Die Straße 日本語!";
        Assert.Equal(["Die", "Straße", "日本", "本語", "語"], Tokenizer.Split(text).Select(token => text[token.Start..token.End]));
        Assert.Equal([1, 2, 3, 4, 5], Tokenizer.Split(text).Select(token => token.Position));
    }

    [Fact]
    public void A_very_long_word_counts_by_its_beginning()
    {
        var token = Assert.Single(Tokenizer.Split(new string('x', 8_000)));
        Assert.Equal((Tokenizer.MaxTokenLength, 8_000), (token.Text.Length, token.End));
    }

    [Fact]
    public void The_longest_text_keeps_within_what_PostgreSQL_takes()
    {
        var tokens = Tokenizer.Split(string.Concat(Enumerable.Repeat("ﷺ", 8_000)));
        Assert.Equal(Tokenizer.MaxTokens, tokens.Count);
        Assert.All(Tokenizer.Split("e" + new string('\u0301', 7_000) + "👍" + new string('\u200D', 900)),
            token => Assert.True(token.Text.Length <= Tokenizer.MaxTokenLength));
    }

    private static string Joined(string text) => string.Join(' ', Tokenizer.Split(text).Select(token => token.Text));
}
