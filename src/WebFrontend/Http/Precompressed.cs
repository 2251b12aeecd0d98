using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace OrleansChat.WebFrontend.Http;

/// <summary>
/// Answers with the compressed form of a file where the build has written one beside it (<c>app.js.br</c>, <c>app.js.gz</c>) and the
/// client takes it. Every form is a file with a length and an ETag of its own.
/// </summary>
internal static class Precompressed
{
    private static readonly object Chosen = new();

    /// <summary>Before the static files, which then serve the form chosen here.</summary>
    public static void UsePrecompressed(this IApplicationBuilder app, IFileProvider files) =>
        app.Use(async (context, next) =>
        {
            var request = context.Request;
            var path = request.Path;
            if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || !files.GetFileInfo(path).Exists)
            {
                await next();
                return;
            }
            // A form of a file is no file of its own: without its encoding it would be read as what it is not.
            if (Coding.OfSuffix(path.Value!) is not null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            Coding[] there = [.. Coding.All.Where(coding => files.GetFileInfo(path + coding.Suffix).Exists)];
            if (there.Length == 0)
            {
                await next();
                return;
            }
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
            // A range is one of the file's own bytes.
            var coding = request.Headers.ContainsKey(HeaderNames.Range) ? null : AcceptedCoding.Best(request.Headers.AcceptEncoding, there);
            if (coding is null)
            {
                await next();
                return;
            }
            context.Items[Chosen] = coding;
            request.Path = path + coding.Suffix;
            try
            {
                await next();
            }
            finally
            {
                request.Path = path;
            }
        });

    /// <summary>Sets the headers of the chosen form.</summary>
    public static void Describe(HttpContext context)
    {
        if (!context.Items.TryGetValue(Chosen, out var chosen) || chosen is not Coding coding)
            return;
        context.Response.Headers[HeaderNames.ContentEncoding] = coding.Name;
        context.Response.Headers.Remove(HeaderNames.AcceptRanges);
    }
}

/// <summary>A way in which the build has compressed a file.</summary>
internal sealed record Coding(string Name, string Suffix)
{
    /// <summary>The best first.</summary>
    public static readonly IReadOnlyList<Coding> All = [new("br", ".br"), new("gzip", ".gz")];

    public static Coding? OfSuffix(string path) => All.FirstOrDefault(coding => path.EndsWith(coding.Suffix, StringComparison.Ordinal));
}

/// <summary>The type of a compressed form is that of its file.</summary>
internal sealed class PrecompressedContentTypes : IContentTypeProvider
{
    private readonly FileExtensionContentTypeProvider _types = new();

    public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType) =>
        _types.TryGetContentType(Coding.OfSuffix(subpath) is { } coding ? subpath[..^coding.Suffix.Length] : subpath, out contentType);
}
