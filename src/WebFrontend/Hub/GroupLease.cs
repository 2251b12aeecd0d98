namespace OrleansChat.WebFrontend.Hub;

/// <summary>What is known of this front-end's subscription to a group that has members here. Pure; times are UTC.</summary>
internal sealed class GroupLease
{
    /// <summary>As long as the group's, but counted from before the call: it ends here first.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private DateTimeOffset? _until;
    private bool _mayHaveMissed;

    public bool IsLive(DateTimeOffset now) => !_mayHaveMissed && now < _until;

    /// <summary>The group answered.</summary>
    /// <returns>Whether members that were here may have missed a push since the last answer.</returns>
    public bool Renew(DateTimeOffset askedAt)
    {
        var mayHaveMissed = _mayHaveMissed || _until <= askedAt;
        _mayHaveMissed = false;
        _until = askedAt + Duration;
        return mayHaveMissed;
    }

    /// <summary>The group did not answer. A lease that runs goes on, and the versions tell of what is missed meanwhile.</summary>
    public void Fail(DateTimeOffset now) => _mayHaveMissed = !IsLive(now);
}
