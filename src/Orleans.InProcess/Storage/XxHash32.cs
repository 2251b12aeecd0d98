using System.Buffers.Binary;
using System.Numerics;

namespace OrleansChat.InProcess.Storage;

/// <summary>The hash function xxHash32 (specification: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md).</summary>
internal static class XxHash32
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;

    public static uint Hash(ReadOnlySpan<byte> data, uint seed = 0)
    {
        var length = (uint)data.Length;
        var hash = seed + Prime5;
        if (data.Length >= 16)
        {
            Span<uint> lanes = [seed + Prime1 + Prime2, seed + Prime2, seed, seed - Prime1];
            for (; data.Length >= 16; data = data[16..])
            {
                for (var lane = 0; lane < 4; lane++)
                    lanes[lane] = Round(lanes[lane], BinaryPrimitives.ReadUInt32LittleEndian(data[(4 * lane)..]));
            }

            hash = BitOperations.RotateLeft(lanes[0], 1) + BitOperations.RotateLeft(lanes[1], 7)
                + BitOperations.RotateLeft(lanes[2], 12) + BitOperations.RotateLeft(lanes[3], 18);
        }

        hash += length;
        for (; data.Length >= 4; data = data[4..])
            hash = BitOperations.RotateLeft(hash + BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime3, 17) * Prime4;
        foreach (var value in data)
            hash = BitOperations.RotateLeft(hash + value * Prime5, 11) * Prime1;

        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private static uint Round(uint lane, uint input) => BitOperations.RotateLeft(lane + input * Prime2, 13) * Prime1;
}
