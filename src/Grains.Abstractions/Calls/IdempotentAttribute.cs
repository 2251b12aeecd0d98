namespace OrleansChat.Calls;

/// <summary>
/// On a method of a grain: calling it again with the same arguments, also while the first call is still under way, leaves behind what
/// one call does and answers as well. So a call that may or may not have arrived, because a silo died over it, is made again, and its
/// caller sees a delay in place of an error. What would do something twice, or answer "there is no such thing" when it has just been
/// done, has no such mark.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute
{
    /// <summary>
    /// What was changed since the call would be undone if it came once more: an edit on top of a newer edit. So an attempt that comes
    /// after a later one of the same call is not carried out: it was held up on its way, and its caller has been answered since.
    /// </summary>
    public bool Overwrites { get; init; }
}
