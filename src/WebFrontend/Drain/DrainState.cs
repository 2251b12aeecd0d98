namespace OrleansChat.WebFrontend.Drain;

/// <summary>Whether this front-end is about to stop.</summary>
internal sealed class DrainState
{
    private volatile bool _hasBegun;
    private volatile bool _isHandingOff;

    /// <summary>It is not ready for new clients any more, and goes on serving those it has.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>No balancer sends anybody here any more: whoever still comes should go elsewhere.</summary>
    public bool IsHandingOff => _isHandingOff;

    public void Begin() => _hasBegun = true;

    public void HandOff() => _isHandingOff = true;
}
