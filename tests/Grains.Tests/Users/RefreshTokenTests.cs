using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Users;

public sealed class RefreshTokenTests
{
    private static readonly RefreshToken Token = new(
        Ids.NewUser(), Ids.NewSession(), new byte[RefreshToken.FamilyLength], new byte[RefreshToken.SecretLength]);

    [Fact]
    public void Its_text_reads_back()
    {
        Assert.True(RefreshToken.TryParse(Token.ToText(), out var read));
        Assert.Equal(Token.ToText(), read.ToText());
        Assert.Equal((Token.UserId, Token.SessionId), (read.UserId, read.SessionId));
    }

    [Fact]
    public void Its_description_holds_no_secret() => Assert.DoesNotContain("AAAA", Token.ToString());

    public static TheoryData<string?> NoTokens => new(
        null,
        "",
        "...",
        "a.b.c.d",
        Token.ToText() + "A",
        Token.ToText()[..^1],
        Token.ToText() + ".A",
        Token.ToText().Replace("AAAA", "A*AA"),
        Token.ToText().Replace("AAAA", "A AA"),
        new string('x', 1_000_000));

    [Theory]
    [MemberData(nameof(NoTokens))]
    public void Any_other_text_is_none(string? text) => Assert.False(RefreshToken.TryParse(text, out _));
}
