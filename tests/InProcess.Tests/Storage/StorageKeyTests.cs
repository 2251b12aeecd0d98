using OrleansChat.InProcess.Storage;

namespace OrleansChat.InProcess.Tests.Storage;

public sealed class StorageKeyTests
{
    /// <summary>Expected values computed with <c>Orleans.StableHash</c> of Orleans 10.4.2: of the reversed key, of the name as it is.</summary>
    [Theory]
    [InlineData("u.abcdefghijklmnopqrstuvwxyz", -532828803)]
    [InlineData("@name", 143489946)]
    public void Keys_and_names_hash_as_in_Orleans(string key, int hash)
    {
        var storageKey = new StorageKey(key, "account");

        Assert.Equal(hash, storageKey.KeyHash);
        Assert.Equal(-201589510, storageKey.StateNameHash);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("007")]
    [InlineData("cafe")]
    [InlineData("12+extension")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef+extension")]
    public void Keys_that_Orleans_stores_as_numbers_are_refused(string key) =>
        Assert.Throws<ArgumentException>(() => new StorageKey(key, "account"));

    [Theory]
    [InlineData("u.7")]
    [InlineData("@cafe")]
    [InlineData("g.0123456789abcdef0123456789abcdef")]
    [InlineData("+7")]
    public void Other_keys_are_text(string key) => Assert.Equal(key, new StorageKey(key, "account").Key);
}
