using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Images;

namespace OrleansChat.Grains.Images;

/// <summary>Sending a message that may show an image, in direct conversations and groups alike.</summary>
internal static class MessageImages
{
    /// <summary>Asks the image, if there is one, before the message is numbered: then it stays at least until the message is stored.
    /// A message that was sent before is answered even if its image is gone.</summary>
    /// <param name="send">Is given the image; what was checked before is to be checked again.</param>
    public static async Task<Outcome<Ack>> Send(
        IGrainFactory grains, MessageLog log, string senderId, NewMessage message, Func<Image?, Task<Outcome<Ack>>> send)
    {
        if (message.ImageId is not { } imageId)
            return await send(null);
        var image = await grains.GetGrain<IImageGrain>(imageId).Use(senderId);
        if (image.Error is not { } error)
            return await send(image.Required);
        return await log.FindAck(senderId, message.ClientMessageId) is { } first ? first : error;
    }
}
