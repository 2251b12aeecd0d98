using OrleansChat.Conversations;

namespace OrleansChat.Grains.Conversations;

/// <summary>What others know of a message that is about to be numbered.</summary>
/// <param name="Mentions">Ids of the members whom its text names.</param>
/// <param name="Image">The one that <see cref="NewMessage.ImageId"/> names.</param>
internal sealed record MessageParts(ImmutableArray<string> Mentions, Image? Image)
{
    public static readonly MessageParts None = new([], null);
}
