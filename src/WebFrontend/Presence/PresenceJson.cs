using System.Text.Json.Serialization.Metadata;
using OrleansChat.Users;

namespace OrleansChat.WebFrontend.Presence;

/// <summary>Grains say whether the caller may see somebody's presence (not null); what it is now, the board says.</summary>
internal static class PresenceJson
{
    public static Action<JsonTypeInfo> Modifier(PresenceBoard board) => type =>
    {
        if (type.Type != typeof(User))
            return;
        var online = type.Properties.Single(property => string.Equals(property.Name, nameof(User.Online), StringComparison.OrdinalIgnoreCase));
        online.Get = value => value is User { Online: not null } user ? board.IsOnline(user.Id) : null;
    };
}
