using OrleansChat.FrontEnds;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>This process as grains know it: an id made at start and the reference of its observer.</summary>
/// <param name="observer">Kept here: the actor runtime holds observers weakly.</param>
/// <param name="grains">Makes the reference at first use, when the connection to the silos is up.</param>
internal sealed class FrontEndIdentity(FrontEndObserver observer, IGrainFactory grains)
{
    private readonly Lazy<FrontEnd> _frontEnd = new(() =>
        new FrontEnd(Guid.CreateVersion7().ToString("N"), grains.CreateObjectReference<IFrontEndObserver>(observer)));

    public FrontEnd FrontEnd => _frontEnd.Value;
}
