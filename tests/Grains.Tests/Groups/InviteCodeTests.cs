using OrleansChat.Groups;

namespace OrleansChat.Grains.Tests.Groups;

public sealed class InviteCodeTests
{
    [Fact]
    public void A_code_leads_to_its_group_and_no_two_are_alike()
    {
        var group = Ids.NewGroup();
        var codes = Enumerable.Range(0, 1_000).Select(_ => InviteCode.New(group)).ToArray();
        Assert.Equal(1_000, codes.Distinct().Count());
        Assert.All(codes, code =>
        {
            Assert.True(InviteCode.TryGetGroup(code, out var found));
            Assert.Equal(group, found);
            Assert.Equal(code, Uri.EscapeDataString(code));
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("g.00000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000U")]
    [InlineData("000000000000000000000000000000000000000000000U")]
    [InlineData("U000000000000000000000000000000000000000000000")]
    public void What_has_not_the_form_leads_nowhere(string? code) => Assert.False(InviteCode.TryGetGroup(code, out _));
}
