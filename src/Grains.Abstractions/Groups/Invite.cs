namespace OrleansChat.Groups;

/// <summary>A way into a group for whoever holds the code.</summary>
/// <param name="Code">A secret; see <see cref="InviteCode"/>.</param>
/// <param name="MaxUses">How many may join with it, 1–100,000; null: as many as want to.</param>
/// <param name="Uses">How many have joined with it.</param>
/// <param name="ExpiresAt">UTC; null: never.</param>
[GenerateSerializer, Immutable, Alias("invite")]
public sealed record Invite(
    [property: Id(0)] string Code,
    [property: Id(1)] int? MaxUses,
    [property: Id(2)] int Uses,
    [property: Id(3)] DateTimeOffset? ExpiresAt);

/// <summary>What somebody who holds a code sees before joining.</summary>
/// <param name="IsMember">The caller is in the group already.</param>
[GenerateSerializer, Immutable, Alias("invite-preview")]
public sealed record InvitePreview(
    [property: Id(0)] string Code,
    [property: Id(1)] InvitingGroup Group,
    [property: Id(2)] bool IsMember,
    [property: Id(3)] DateTimeOffset? ExpiresAt);

[GenerateSerializer, Immutable, Alias("inviting-group")]
public sealed record InvitingGroup(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] int MemberCount);
