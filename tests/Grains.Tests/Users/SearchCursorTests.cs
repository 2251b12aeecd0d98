using System.Buffers.Text;
using System.Text;
using OrleansChat.Grains.Users;

namespace OrleansChat.Grains.Tests.Users;

public sealed class SearchCursorTests
{
    private static readonly string User = Ids.NewUser();

    [Theory]
    [InlineData(0, "ann")]
    [InlineData(1, "Ünal 🦄")]
    [InlineData(2, "0250000")]
    public void Its_text_reads_back(int tier, string key)
    {
        var cursor = new SearchCursor((SearchTier)tier, key, User);
        Assert.Equal(cursor, SearchCursor.Parse(cursor.ToText()));
    }

    [Fact]
    public void No_text_is_the_start() => Assert.Equal(SearchCursor.StartOf(SearchTier.Username), SearchCursor.Parse(null));

    public static TheoryData<string> NoCursors => new(
        "",
        "!",
        "AAAA",
        Encoded($"3{User}ann"),
        Encoded($"0{User[..^1]}"),
        Encoded($"0{User.ToUpperInvariant()}ann"),
        Encoded($"0{User}a\0b"));

    [Theory]
    [MemberData(nameof(NoCursors))]
    public void Any_other_text_is_none(string text) => Assert.Null(SearchCursor.Parse(text));

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
