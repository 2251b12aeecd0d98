using System.Text;
using OrleansChat.InProcess.Storage;

namespace OrleansChat.InProcess.Tests.Storage;

public sealed class XxHash32Tests
{
    private const uint Prime = 2654435761;

    /// <summary>The sanity checks of the reference implementation (xxHash, tests/sanity_test_vectors.h).</summary>
    [Theory]
    [InlineData(0, 0u, 0x02CC5D05u)]
    [InlineData(0, Prime, 0x36B78AE7u)]
    [InlineData(1, 0u, 0xCF65B03Eu)]
    [InlineData(1, Prime, 0xB4545AA4u)]
    [InlineData(14, 0u, 0x1208E7E2u)]
    [InlineData(14, Prime, 0x6AF1D1FEu)]
    [InlineData(222, 0u, 0x5BD11DBDu)]
    [InlineData(222, Prime, 0x58803C5Fu)]
    public void The_published_vectors_hold(int length, uint seed, uint hash) =>
        Assert.Equal(hash, XxHash32.Hash(SanityBuffer(length), seed));

    [Theory]
    [InlineData("a", 0x550D7456u)]
    [InlineData("abc", 0x32D153FFu)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2Fu)]
    public void Well_known_texts_hash_as_elsewhere(string text, uint hash) =>
        Assert.Equal(hash, XxHash32.Hash(Encoding.UTF8.GetBytes(text)));

    private static byte[] SanityBuffer(int length)
    {
        var buffer = new byte[length];
        ulong generator = Prime;
        for (var index = 0; index < length; index++, generator *= 11400714785074694797)
            buffer[index] = (byte)(generator >> 56);
        return buffer;
    }
}
