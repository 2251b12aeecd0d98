namespace OrleansChat.WebFrontend.Limits;

/// <summary>What is limited. Each route and hub method has one; <see cref="Other"/> when it names none.</summary>
internal enum Limit
{
    Other,
    Anonymous,
    Unlimited,
    Registration,
    Login,
    Refresh,
    PasswordChange,
    Account,
    Connections,
    Transport,
    Messages,
    Reactions,
    Typing,
    Receipts,
    Sync,
    Search,
    ContactRequests,
    GroupsCreated,
    MembersAdded,
    InvitesMade,
    InvitesJoined,
    ImageUploads,
    Files,
}

/// <summary>Whom a limit counts.</summary>
internal enum Per
{
    /// <summary>The signed-in user; for somebody who is not, the address.</summary>
    User,

    /// <summary>The address: IPv4, or the first 64 bits of IPv6, which one household or host owns as a whole.</summary>
    Address,

    /// <summary>The address, over all front-ends.</summary>
    AddressOfCluster,
}

/// <param name="Burst">How many at once.</param>
/// <param name="Every">After a burst, how often one more.</param>
/// <param name="Name">As the refusal says it.</param>
internal sealed record RateLimit(Limit Limit, Per Per, int Burst, TimeSpan Every, string Name);

/// <summary>The one table of rate limits. REST and hub share each user's budget.</summary>
internal static class RateLimits
{
    public static readonly IReadOnlyList<RateLimit> Table =
    [
        // By address: whoever is not signed in. The first two hold over all front-ends: so many in any minute.
        new(Limit.Registration, Per.AddressOfCluster, 30, PerMinute(30), "registrations"),
        new(Limit.Login, Per.AddressOfCluster, 60, PerMinute(60), "logins"),
        new(Limit.Refresh, Per.Address, 120, PerSecond(2), "token refreshes"),
        new(Limit.Anonymous, Per.Address, 300, PerSecond(30), "requests"),
        new(Limit.Files, Per.Address, 1_000, PerSecond(100), "downloads"),

        // By user.
        new(Limit.PasswordChange, Per.User, 10, PerMinute(5), "password changes"),
        new(Limit.Account, Per.User, 3, PerMinute(1), "exports and erasures"),
        new(Limit.Connections, Per.User, 60, PerSecond(1), "connections"),
        new(Limit.Transport, Per.User, 1_000, PerSecond(200), "polls"),
        new(Limit.Messages, Per.User, 100, PerSecond(20), "messages"),
        new(Limit.Reactions, Per.User, 50, PerSecond(10), "reactions and pins"),
        new(Limit.Typing, Per.User, 30, PerSecond(5), "typing notices"),
        new(Limit.Receipts, Per.User, 200, PerSecond(50), "receipts"),
        new(Limit.Sync, Per.User, 60, PerSecond(5), "syncs"),
        new(Limit.Search, Per.User, 30, PerSecond(3), "searches"),
        new(Limit.ContactRequests, Per.User, 30, PerMinute(20), "contact requests"),
        new(Limit.GroupsCreated, Per.User, 20, PerMinute(10), "new groups"),
        new(Limit.MembersAdded, Per.User, 60, PerMinute(60), "additions to groups"),
        new(Limit.InvitesMade, Per.User, 20, PerMinute(10), "invites"),
        new(Limit.InvitesJoined, Per.User, 20, PerMinute(20), "looks at invites"),
        new(Limit.ImageUploads, Per.User, 30, PerMinute(30), "uploads"),
        new(Limit.Other, Per.User, 200, PerSecond(50), "requests"),
    ];

    public static RateLimit Of(Limit limit) => Table.First(row => row.Limit == limit);

    private static TimeSpan PerSecond(int count) => TimeSpan.FromSeconds(1) / count;

    private static TimeSpan PerMinute(int count) => TimeSpan.FromMinutes(1) / count;
}
