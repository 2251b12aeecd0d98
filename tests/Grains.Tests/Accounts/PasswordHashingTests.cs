using Microsoft.Extensions.Options;
using OrleansChat.Grains.Accounts;

namespace OrleansChat.Grains.Tests.Accounts;

public sealed class PasswordHashingTests
{
    // Cheap, because what is tested does not depend on the cost.
    private readonly PasswordHashing _passwords = Hashing(iterations: 1_000);

    [Fact]
    public async Task The_right_password_is_right_and_another_is_wrong()
    {
        var hash = await _passwords.Hash("correct horse");
        Assert.Equal(PasswordVerdict.Right, await _passwords.Verify(hash, "correct horse"));
        Assert.Equal(PasswordVerdict.Wrong, await _passwords.Verify(hash, "Correct horse"));
    }

    [Fact]
    public async Task Any_Unicode_counts()
    {
        var hash = await _passwords.Hash("пароль🔑密码");
        Assert.Equal(PasswordVerdict.Right, await _passwords.Verify(hash, "пароль🔑密码"));
        Assert.Equal(PasswordVerdict.Wrong, await _passwords.Verify(hash, "пароль🗝密码"));
    }

    [Fact]
    public async Task The_same_password_is_never_hashed_alike() =>
        Assert.NotEqual(await _passwords.Hash("correct horse"), await _passwords.Hash("correct horse"));

    [Fact]
    public async Task A_hash_of_fewer_iterations_is_right_but_outdated()
    {
        var hash = await _passwords.Hash("correct horse");
        Assert.Equal(PasswordVerdict.RightButOutdated, await Hashing(iterations: 2_000).Verify(hash, "correct horse"));
    }

    [Fact]
    public async Task Without_an_account_every_password_is_wrong_at_the_same_cost()
    {
        Assert.Equal(PasswordVerdict.Wrong, await _passwords.Verify(null, "correct horse"));
        // The cost of a check is in the first 13 bytes of the hash: function, iterations, salt length.
        var (real, nobodys) = (Convert.FromBase64String(await _passwords.Hash("correct horse")), Convert.FromBase64String(_passwords.NobodysHash));
        Assert.Equal((real.Length, Convert.ToHexString(real, 0, 13)), (nobodys.Length, Convert.ToHexString(nobodys, 0, 13)));
    }

    [Fact]
    public async Task The_hash_tells_PBKDF2_with_HMAC_SHA_512_and_the_iterations()
    {
        // Identity's version 3: a format marker, then pseudo-random function, iterations and salt length, big-endian.
        var hash = Convert.FromBase64String(await _passwords.Hash("correct horse"));
        Assert.Equal([1, 0, 0, 0, 2, 0, 0, 3, 232], hash[..9]);
    }

    [Theory]
    [InlineData(209_999, false)]
    [InlineData(210_000, true)]
    [InlineData(10_000_001, false)]
    public void Fewer_iterations_than_recommended_are_refused(int iterations, bool valid) =>
        Assert.Equal(valid, new PasswordHashingOptions { Iterations = iterations }.IsValid);

    private static PasswordHashing Hashing(int iterations) =>
        new(Options.Create(new PasswordHashingOptions { Iterations = iterations }));
}
