using OrleansChat.Grains.Accounts;

namespace OrleansChat.Grains.Tests.Accounts;

public sealed class KnownDeviceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_device_is_found_by_its_own_token()
    {
        var (one, tokenOfOne) = KnownDevice.Create(Now);
        var (other, _) = KnownDevice.Create(Now);
        Assert.Same(one, KnownDevice.Find([other, one], tokenOfOne));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("*AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Any_other_text_finds_none(string? token)
    {
        var (device, _) = KnownDevice.Create(Now);
        Assert.Null(KnownDevice.Find([device], token));
    }

    [Fact]
    public void The_token_is_not_stored()
    {
        var (device, token) = KnownDevice.Create(Now);
        Assert.DoesNotContain(token, System.Text.Json.JsonSerializer.Serialize(device));
    }
}
