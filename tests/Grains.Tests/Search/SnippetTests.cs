using OrleansChat.Grains.Search;

namespace OrleansChat.Grains.Tests.Search;

public sealed class SnippetTests
{
    [Theory]
    [InlineData("Die Straße ist lang", "STRASSE", "Die <mark>Straße</mark> ist lang")]
    [InlineData("red wine, red car", "\"red wine\"", "<mark>red</mark> <mark>wine</mark>, red car")]
    [InlineData("winter wine", "win*", "<mark>winter</mark> <mark>wine</mark>")]
    [InlineData("wine and beer", "wine -beer", "<mark>wine</mark> and beer")]
    [InlineData("我们今天去北京", "今天", "我们<mark>今天</mark>去北京")]
    [InlineData("我们今天去北京", "今", "我们<mark>今</mark>天去北京")]
    [InlineData("我们今天去北京", "去北京", "我们今天<mark>去北京</mark>")]
    [InlineData("สวัสดีครับ", "ครับ", "สวัสดี<mark>ครับ</mark>")]
    [InlineData("ok 👍🏽!", "👍", "ok <mark>👍🏽</mark>!")]
    [InlineData("see example.com/x", "example.com", "see <mark>example</mark>.<mark>com</mark>/x")]
    public void Hits_are_marked(string content, string query, string snippet) =>
        Assert.Equal(snippet, Snippet.Of(content, SearchQuery.Parse(query)));

    [Fact]
    public void Markup_of_the_text_is_escaped() =>
        Assert.Equal("&lt;<mark>script</mark>&gt;&quot;&#39;&amp;&lt;/<mark>mark</mark>&gt;",
            Snippet.Of("<script>\"'&</mark>", SearchQuery.Parse("script mark")));

    [Fact]
    public void A_long_text_is_cut_around_the_first_hit()
    {
        var words = string.Join(' ', Enumerable.Range(1_000, 300));
        var snippet = Snippet.Of(words, SearchQuery.Parse("1150"));
        Assert.StartsWith("…", snippet, StringComparison.Ordinal);
        Assert.EndsWith("…", snippet, StringComparison.Ordinal);
        Assert.Contains(" <mark>1150</mark> ", snippet, StringComparison.Ordinal);
        Assert.InRange(snippet.Length, 100, Snippet.Length + 20);
    }

    [Fact]
    public void A_text_is_never_cut_within_a_grapheme()
    {
        var text = string.Concat(Enumerable.Repeat("👨‍👩‍👧", 30)) + "語" + string.Concat(Enumerable.Repeat("👨‍👩‍👧", 30));
        var snippet = Snippet.Of(text, SearchQuery.Parse("語"));
        var families = snippet.Replace("<mark>語</mark>", "", StringComparison.Ordinal).Trim('…');
        Assert.Equal("", families.Replace("👨‍👩‍👧", "", StringComparison.Ordinal));
        Assert.NotEqual("", families);
    }
}
