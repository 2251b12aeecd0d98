using System.Text.Json.Serialization;
using OrleansChat.Users;

namespace OrleansChat.Contacts;

/// <summary>What one user is to another. The numbers are stored.</summary>
[JsonConverter(typeof(ContactStatusJson))]
public enum ContactStatus
{
    /// <summary>There is no relation any more; only pushes and Sync tell of it, lists leave it out.</summary>
    Removed = 0,
    PendingIncoming = 1,
    PendingOutgoing = 2,
    Accepted = 3,
    Blocked = 4,
}

/// <summary>One user's half of a relation to another.</summary>
/// <param name="CreatedAt">UTC; when it got its present status.</param>
[GenerateSerializer, Immutable, Alias("contact")]
public sealed record Contact(
    [property: Id(0)] User User,
    [property: Id(1)] ContactStatus Status,
    [property: Id(2)] DateTimeOffset CreatedAt);

/// <summary>Somebody whom the caller may know.</summary>
/// <param name="MutualCount">How many contacts both have.</param>
[GenerateSerializer, Immutable, Alias("suggestion")]
public sealed record Suggestion([property: Id(0)] User User, [property: Id(1)] int MutualCount);

internal sealed class ContactStatusJson() : JsonStringEnumConverter<ContactStatus>(System.Text.Json.JsonNamingPolicy.CamelCase);
