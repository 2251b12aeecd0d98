using System.Threading.Channels;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>Tells when this front-end lost its connection to a silo: grains there have gone, and pushes on their way with them.</summary>
internal sealed class SiloLosses
{
    private readonly Channel<bool> _losses = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Note() => _losses.Writer.TryWrite(true);

    /// <summary>The next one; several that came since the last are one.</summary>
    public ValueTask<bool> Next(CancellationToken cancellation) => _losses.Reader.ReadAsync(cancellation);

    /// <summary>Waits for a while, or until the next one.</summary>
    public async Task Pause(TimeSpan time, TimeProvider clock, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(time, clock, waiting.Token), _losses.Reader.WaitToReadAsync(waiting.Token).AsTask());
        await waiting.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }
}
