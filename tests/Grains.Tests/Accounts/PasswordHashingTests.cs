using System.Diagnostics;
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
    public async Task Without_an_account_every_password_is_wrong_and_takes_as_long_to_check()
    {
        var passwords = Hashing(iterations: 100_000);
        var hash = await passwords.Hash("correct horse");
        var known = await Fastest(() => passwords.Verify(hash, "wrong"));
        var unknown = await Fastest(() => passwords.Verify(null, "wrong"));
        Assert.InRange(unknown / known, 0.5, 2);
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

    /// <summary>The best of five: other work on the machine only ever adds.</summary>
    private static async Task<TimeSpan> Fastest(Func<Task<PasswordVerdict>> check)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(PasswordVerdict.Wrong, await check());
            var time = Stopwatch.GetElapsedTime(start);
            fastest = time < fastest ? time : fastest;
        }
        return fastest;
    }

    private static PasswordHashing Hashing(int iterations) =>
        new(Options.Create(new PasswordHashingOptions { Iterations = iterations }));
}
