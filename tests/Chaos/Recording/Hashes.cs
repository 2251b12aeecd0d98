using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrleansChat.Chaos;

/// <summary>What is compared of a message's parts: 48 bits, which JSON numbers hold exactly.</summary>
internal static class Hashes
{
    private const long Mask = (1L << 48) - 1;

    public static long Of(string text) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) & Mask;

    /// <summary>Of everything that people see besides text, sender and place.</summary>
    public static long Rest(Message message) => Of(string.Join('|',
        message.Type,
        message.ReplyTo,
        message.CreatedAt.UtcTicks,
        message.EditedAt?.UtcTicks,
        message.DeletedAt?.UtcTicks,
        message.Image?.Id,
        string.Join(',', message.Mentions),
        string.Join(' ', message.Reactions.Select(reaction => $"{reaction.Emoji}{reaction.Count}:{string.Join(',', reaction.UserIds)}"))));
}
