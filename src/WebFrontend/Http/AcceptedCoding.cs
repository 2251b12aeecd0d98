using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace OrleansChat.WebFrontend.Http;

/// <summary>Which of the codings that are there a client likes best (RFC 9110, 12.5.3).</summary>
internal static class AcceptedCoding
{
    private const string Plain = "identity";

    /// <param name="acceptEncoding">The request's header.</param>
    /// <param name="codings">Those that are there, ours preferred first: of two that the client likes alike, the earlier is taken.</param>
    /// <returns>Null: the file as it is, also when the client wants nothing that is there.</returns>
    public static Coding? Best(StringValues acceptEncoding, IReadOnlyList<Coding> codings)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted))
            return null;
        // Who does not speak of the plain form takes it when nothing else fits.
        var plain = Quality(accepted, Plain, anyCounts: false);
        var best = codings.MaxBy(coding => Quality(accepted, coding.Name, anyCounts: true));
        var quality = best is null ? 0 : Quality(accepted, best.Name, anyCounts: true);
        return quality > 0 && quality >= plain ? best : null;
    }

    private static double Quality(IList<StringWithQualityHeaderValue> accepted, string name, bool anyCounts) =>
        (Of(accepted, name) ?? (anyCounts ? Of(accepted, "*") : null)) is { } found ? found.Quality ?? 1 : 0;

    private static StringWithQualityHeaderValue? Of(IEnumerable<StringWithQualityHeaderValue> accepted, string name) =>
        accepted.FirstOrDefault(one => one.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
}
