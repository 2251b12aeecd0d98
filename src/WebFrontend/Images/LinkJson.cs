using System.Text.Json.Serialization.Metadata;
using OrleansChat.Blobs;
using OrleansChat.Conversations;
using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Images;

/// <summary>Between grains images are keys of the blob store; clients get links that are good for an hour or two.</summary>
internal static class LinkJson
{
    public static Action<JsonTypeInfo> Modifier(BlobLinks links) => type =>
    {
        ReadOnlySpan<string> names =
            type.Type == typeof(Image) ? [nameof(Image.Url), nameof(Image.ThumbnailUrl)]
            : type.Type == typeof(User) ? [nameof(User.AvatarUrl)]
            : [];
        foreach (var name in names)
        {
            var property = type.Properties.Single(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            var get = property.Get!;
            property.Get = record => get(record) is string key ? links.ToRead(key) : null;
        }
    };
}
