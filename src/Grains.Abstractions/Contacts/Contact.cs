using System.Text.Json.Serialization;
using OrleansChat.Users;

namespace OrleansChat.Contacts;

[JsonConverter(typeof(ContactStatusJson))]
public enum ContactStatus
{
    PendingIncoming = 0,
    PendingOutgoing = 1,
    Accepted = 2,
    Blocked = 3,
}

/// <summary>One user's half of a relation to another.</summary>
/// <param name="CreatedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("contact")]
public sealed record Contact(
    [property: Id(0)] User User,
    [property: Id(1)] ContactStatus Status,
    [property: Id(2)] DateTimeOffset CreatedAt);

internal sealed class ContactStatusJson() : JsonStringEnumConverter<ContactStatus>(System.Text.Json.JsonNamingPolicy.CamelCase);
