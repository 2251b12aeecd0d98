using OrleansChat.Blobs.Local;

namespace OrleansChat.Blobs;

/// <summary>Links to read blobs, as answers and pushes carry them.</summary>
public sealed class BlobLinks(IBlobStore store, BlobOptions options, TimeProvider clock)
{
    /// <summary>A link is good for one to two of these, and the same text for one: browsers find the image in their cache.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly Uri? _cdn = options.CdnBaseUrl is { } url ? new Uri(url) : null;

    /// <summary>Of the local folder: a path on this server, to be resolved against its address. Else, and with a CDN, absolute.</summary>
    public string ToRead(string key, string? fileName = null)
    {
        var periods = (clock.GetUtcNow().UtcTicks / Period.Ticks) + 2;
        var link = store.SignDownload(key, new DateTimeOffset(periods * Period.Ticks, TimeSpan.Zero), fileName);
        if (_cdn is null)
            return link;
        var pathAndQuery = link.StartsWith('/') ? link : new Uri(link).PathAndQuery;
        return $"{_cdn.AbsoluteUri.TrimEnd('/')}{pathAndQuery}";
    }

    /// <summary>The local store, which front-ends serve themselves; null when there is another.</summary>
    public LocalBlobStore? Local => store as LocalBlobStore;
}
