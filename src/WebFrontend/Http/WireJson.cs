using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OrleansChat.Blobs;
using OrleansChat.Conversations;
using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Http;

/// <summary>What becomes of records of the wire when JSON is written, over HTTP and the hub alike.</summary>
internal static class WireJson
{
    public static void Configure(JsonSerializerOptions options, IServiceProvider services)
    {
        var resolver = options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver();
        options.TypeInfoResolver = resolver.WithAddedModifier(SignLinks(services.GetRequiredService<BlobLinks>()));
    }

    /// <summary>Between grains these are keys of the blob store; clients get links that are good for an hour or two.</summary>
    private static Action<JsonTypeInfo> SignLinks(BlobLinks links) => type =>
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
