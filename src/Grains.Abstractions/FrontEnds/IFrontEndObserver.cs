using OrleansChat.Presence;

namespace OrleansChat.FrontEnds;

/// <summary>
/// What grains push to one front-end, which fans it out to its own connections. A push is a hint: it may be lost, and two
/// pushes of one conversation may arrive out of order; the versions in them tell.
/// </summary>
[Alias("front-end-observer")]
public interface IFrontEndObserver : IGrainObserver
{
    /// <summary>To the connections of the group's members on this front-end.</summary>
    [OneWay]
    [Alias("Group")]
    Task OnGroupPush(GroupPush push);

    /// <summary>As <see cref="OnGroupPush"/>, awaited by the group before it answers a change of its members. It may have overtaken those
    /// before it, and its answer waits for them: they must come in meanwhile.</summary>
    [AlwaysInterleave]
    [Alias("Members")]
    [ResponseTimeout("00:00:03")]
    Task OnMembersPush(GroupPush push);

    /// <summary>To all connections of one user on this front-end.</summary>
    [OneWay]
    [Alias("User")]
    Task OnUserPush(UserPush push);

    /// <summary>Who came online or went offline in one shard.</summary>
    [OneWay]
    [Alias("Presence")]
    Task OnPresencePush(PresencePush push);
}

/// <summary>A front-end process and the way to reach it.</summary>
/// <param name="Id">Made anew by each process.</param>
[GenerateSerializer, Immutable, Alias("front-end")]
public sealed record FrontEnd([property: Id(0)] string Id, [property: Id(1)] IFrontEndObserver Observer);
