using Microsoft.Net.Http.Headers;

namespace OrleansChat.Blobs;

/// <summary>The header <c>Content-Disposition</c>: shown in the page, and saved under this name (RFC 6266).</summary>
public static class Disposition
{
    /// <param name="fileName">A label; null for the blob's own name.</param>
    public static string Inline(string key, string? fileName)
    {
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(fileName ?? key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return disposition.ToString();
    }
}
